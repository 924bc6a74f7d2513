import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { editDistance, nearName } from '#domain/training/audit/near-name.ts';

const known = ['Order Completed', 'Product Added', 'Login'];

describe('nearName', () => {
  test.each([
    ['order_completed', 'Order Completed'],
    ['OrderCompleted', 'Order Completed'],
    ['Order Complete', 'Order Completed'],
    ['Produkt Added', 'Product Added'],
    ['log-in', 'Login'],
  ])('nearName takes %s for %s', (name, meant) => {
    expect(nearName(name, known)).toBe(meant);
  });

  test.each(['Logon', 'Order Cancelled', 'Video Played', ''])('nearName takes "%s" for nothing else', (name) => {
    expect(nearName(name, known)).toBeNull();
  });
});

describe('editDistance', () => {
  test('editDistance is 0 for the same text alone, symmetric, and never above the limit by more than 1', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const distance = editDistance(a, b, 3);
        expect(distance).toBe(editDistance(b, a, 3));
        expect(distance === 0).toBe(a === b);
        expect(distance).toBeLessThanOrEqual(4);
      }),
    );
  });

  test('editDistance counts the letters put in, taken out and replaced', () => {
    expect(editDistance('kitten', 'sitting', 5)).toBe(3);
    expect(editDistance('abc', 'abcdef', 2)).toBe(3);
  });
});
