import { expect, test } from 'vitest';
import { itemBytes } from './item-bytes.ts';

test('itemBytes counts names, UTF-8 texts, bytes, and a number by its significant digits', () => {
  expect(itemBytes({ pk: { S: 'ä' } })).toBe(2 + 2);
  expect(itemBytes({ body: { B: new Uint8Array(10) } })).toBe(4 + 10);
  expect(itemBytes({ n: { N: '1' } })).toBe(1 + 2);
  expect(itemBytes({ n: { N: '1803734049906' } })).toBe(1 + 8);
  expect(itemBytes({ n: { N: '1000' } })).toBe(1 + 2);
});

test('itemBytes throws on an attribute of a kind that profiles do not have', () => {
  expect(() => itemBytes({ flag: { BOOL: true } })).toThrow('Cannot size an item: the attribute "flag"');
});
