import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fifthsOf, spreadOf } from '#domain/population/spread-of.ts';

const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.double({ noNaN: true, min: -1e6, max: 1e6 })), {
  minLength: 1,
  maxLength: 60,
});

/** The definition, word by word: the smallest value that at least i fifths of the customers do not exceed. */
function byDefinition(all: readonly number[], i: number): number {
  const fits = all.filter((border) => 5 * all.filter((value) => value <= border).length >= i * all.length);
  return Math.min(...fits) + 0;
}

describe('spreadOf', () => {
  test('spreadOf gives nothing where nobody has a value', () => {
    expect(spreadOf([])).toBeNull();
    expect(fifthsOf([])).toBeNull();
  });

  test('spreadOf parts ten customers into five pairs', () => {
    const spread = spreadOf([10, 1, 9, 2, 8, 3, 7, 4, 6, 5]);
    expect(spread).toEqual({ customers: 10, mean: 5.5, fifths: [2, 4, 6, 8] });
  });

  test('spreadOf of one customer has that value everywhere', () => {
    expect(spreadOf([7])).toEqual({ customers: 1, mean: 7, fifths: [7, 7, 7, 7] });
  });

  test('fifthsOf knows no negative zero, which storage would not give back', () => {
    expect(fifthsOf([-0, -0])).toEqual([0, 0, 0, 0]);
  });

  test('fifthsOf is the smallest value that so many fifths do not exceed, for any values in any order', () => {
    fc.assert(
      fc.property(values, (all) => {
        expect(fifthsOf(all)).toEqual([1, 2, 3, 4].map((i) => byDefinition(all, i)));
      }),
      { numRuns: 2_000 },
    );
  });
});
