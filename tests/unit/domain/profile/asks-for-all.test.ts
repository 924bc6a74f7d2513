import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { asksForAll } from '#domain/profile/asks-for-all.ts';
import { type CellSet, hasAll } from '#domain/profile/cell-set.ts';

const numbers = fc.uniqueArray(fc.nat(12), { maxLength: 6 });
const sets: fc.Arbitrary<CellSet> = fc.oneof(
  fc.constant('all' as const),
  numbers.map((all) => new Set(all)),
);

describe('asksForAll', () => {
  test('asksForAll answers as hasAll does, whatever was asked about before', () => {
    fc.assert(
      fc.property(numbers, fc.array(sets, { minLength: 1, maxLength: 8 }), (asked, all) => {
        const hasThem = asksForAll(asked);
        for (const set of [...all, ...all]) expect(hasThem(set)).toBe(hasAll(set, asked));
      }),
    );
  });
});
