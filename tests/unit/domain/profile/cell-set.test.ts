import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellSet, has, hasAll, intersect, readCellSet, writeCellSet } from '#domain/profile/cell-set.ts';
import { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';

const numbers = fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 60 }).map((drawn) => new Set(drawn));
const anySet: fc.Arbitrary<CellSet> = fc.oneof(
  { weight: 1, arbitrary: fc.constant('all' as const) },
  { weight: 9, arbitrary: numbers },
);

function bytesOf(set: CellSet): Uint8Array {
  const writer = new ByteWriter();
  writeCellSet(writer, set);
  return writer.bytes();
}

describe('intersect', () => {
  test('intersect holds what both hold, in any order and grouping, and all is neutral', () => {
    fc.assert(
      fc.property(anySet, anySet, anySet, fc.integer({ min: 0, max: 91 }), (a, b, c, number) => {
        expect(has(intersect(a, b), number)).toBe(has(a, number) && has(b, number));
        expect(bytesOf(intersect(a, b))).toEqual(bytesOf(intersect(b, a)));
        expect(bytesOf(intersect(intersect(a, b), c))).toEqual(bytesOf(intersect(a, intersect(b, c))));
        expect(intersect(a, 'all')).toBe(a);
        expect(bytesOf(intersect(a, a))).toEqual(bytesOf(a));
      }),
    );
  });

  test('intersect gives the declared set itself back where all of it is in both', () => {
    const declared = new Set([1, 2]);
    expect(intersect(new Set([1, 2, 3]), declared)).toBe(declared);
    expect(intersect(new Set([2, 1]), declared)).toBe(declared);
  });
});

describe('hasAll', () => {
  test('hasAll asks for every number, and is true of none', () => {
    expect(hasAll(new Set([1, 2]), [2, 1])).toBe(true);
    expect(hasAll(new Set([1, 2]), [2, 3])).toBe(false);
    expect(hasAll(new Set(), [])).toBe(true);
    expect(hasAll('all', [7])).toBe(true);
  });
});

describe('writeCellSet and readCellSet', () => {
  test('readCellSet gives back what writeCellSet wrote, and the same set always gives the same bytes', () => {
    fc.assert(
      fc.property(anySet, (set) => {
        const reader = new ByteReader(bytesOf(set));
        const back = readCellSet(reader);
        reader.end();
        expect(back).toEqual(set);
        expect(bytesOf(back)).toEqual(bytesOf(set === 'all' ? set : new Set([...set].toReversed())));
      }),
      { numRuns: 300 },
    );
  });

  test('writeCellSet takes 3 bytes for sixty cells in a row, however many were given up before them', () => {
    expect(bytesOf(new Set(Array.from({ length: 60 }, (_, index) => index)))).toHaveLength(3);
    expect(bytesOf(new Set(Array.from({ length: 60 }, (_, index) => 100 + index)))).toHaveLength(3);
    expect(bytesOf(new Set())).toHaveLength(1);
  });

  test('readCellSet refuses numbers that no deployment has', () => {
    const writer = new ByteWriter();
    for (const number of [2, 0, 1_000_000_000]) writer.unsigned(number);
    expect(() => readCellSet(new ByteReader(writer.bytes()))).toThrow('number 1000000000 is above 100000');
  });
});
