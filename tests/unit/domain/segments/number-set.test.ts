import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasNumber, highestNumber, noNumbers, numberSetOf, numbersIn } from '#domain/segments/number-set.ts';

describe('numberSetOf', () => {
  test('numberSetOf keeps numbers as bits, and none as no bytes', () => {
    expect([...numberSetOf([0, 3, 9])]).toEqual([0b1001, 0b10]);
    expect(numberSetOf([])).toEqual(noNumbers);
  });

  test('numberSetOf gives the same bytes for the same numbers, and numbersIn gives them back', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(500)), (numbers) => {
        const set = numberSetOf(numbers);
        const distinct = [...new Set(numbers)].toSorted((a, b) => a - b);
        expect(numberSetOf(distinct)).toEqual(set);
        expect(numbersIn(set)).toEqual(distinct);
        expect(highestNumber(set)).toBe(distinct.at(-1) ?? -1);
        for (let number = 0; number <= 510; number += 1) expect(hasNumber(set, number)).toBe(distinct.includes(number));
      }),
    );
  });

  test.each([-1, 0.5, Number.NaN])('numberSetOf refuses %d', (number) => {
    expect(() => numberSetOf([number])).toThrow(`Cannot put ${number} into a set of numbers`);
  });
});
