import { describe, expect, test } from 'vitest';
import { itemBytes } from '#adapters/aws/item-size.ts';

describe('itemBytes', () => {
  test.each([
    ['0', 1],
    ['-0', 1],
    ['5', 2],
    ['-5', 3],
    ['12', 2],
    ['123', 3],
    ['1000', 2],
    ['0.5', 2],
    ['1.5', 2],
    ['0.0012', 2],
    ['1e20', 2],
    ['1772366400000', 5],
    ['1772366412345', 8],
    ['12345678901234567890123456789012345678', 20],
  ])('itemBytes counts one byte, and one for each two significant digits of %s: %i', (number, bytes) => {
    expect(itemBytes({ n: { N: number } })).toBe(1 + bytes);
  });

  test('itemBytes counts names and texts as UTF-8, and bytes as they are', () => {
    expect(itemBytes({ naïve: { S: 'é€😀' } })).toBe(6 + 2 + 3 + 4);
    expect(itemBytes({ b: { B: new Uint8Array(100) } })).toBe(101);
    expect(itemBytes({})).toBe(0);
  });

  test('itemBytes counts one byte for true, false and null', () => {
    expect(itemBytes({ a: { BOOL: false }, b: { NULL: true } })).toBe(4);
  });

  test('itemBytes counts three bytes for a list or map, and one more for each element', () => {
    expect(itemBytes({ l: { L: [] } })).toBe(1 + 3);
    expect(itemBytes({ l: { L: [{ S: 'ab' }, { BOOL: true }] } })).toBe(1 + 3 + (1 + 2) + (1 + 1));
    expect(itemBytes({ m: { M: { key: { S: 'ab' } } } })).toBe(1 + 3 + (1 + 3 + 2));
  });

  test('itemBytes counts the elements of a set without more', () => {
    expect(itemBytes({ s: { SS: ['ab', 'c'] }, n: { NS: ['1', '100'] }, b: { BS: [new Uint8Array(3)] } })).toBe(
      1 + 3 + 1 + 4 + 1 + 3,
    );
  });
});
