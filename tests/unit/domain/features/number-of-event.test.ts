import { describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import type { NumberSource } from '#domain/features/cell.ts';
import { compileNumber, maximumNumber, numberIn, scaleOf } from '#domain/features/number-of-event.ts';
import { exampleEvent } from '../example-event.ts';

const found = { kind: 'means', meaning: 'purchase', isActivity: true, minor: 1_990 } as const;

function read(source: NumberSource, properties: Record<string, Json> = {}): number | null {
  return compileNumber(source, scaleOf([source]))(exampleEvent({ properties }), found);
}

describe('compileNumber', () => {
  test.each<[Json, number | null]>([
    [1.005, 101],
    [-1.005, -101],
    ['12.34', 1_234],
    [' 7. ', 700],
    ['.5', 50],
    ['1e3', null],
    ['', null],
    [true, null],
    [null, null],
    [['1'], null],
    [1e10, maximumNumber],
    [1.1e10, null],
    [-0, 0],
  ])('compileNumber reads a property of %j, in hundredths, as %s', (value, expected) => {
    expect(read({ from: 'property', property: 'seats', scale: 100 }, { seats: value })).toBe(expected);
  });

  test('compileNumber reads money in minor units, and a constant as it is', () => {
    expect(read({ from: 'money' })).toBe(1_990);
    expect(read({ from: 'constant', number: -3 })).toBe(-3);
  });

  test('compileNumber reads sentiment from −1 to 1 in thousandths, and nothing beyond', () => {
    const scores: Json[] = [-1, 0.4567, 1, 1.001, '0.5'];
    expect(scores.map((holdfastSentiment) => read({ from: 'sentiment' }, { holdfastSentiment }))).toEqual([
      -1_000,
      457,
      1_000,
      null,
      null,
    ]);
  });

  test('compileNumber refuses a constant that is no whole number of units', () => {
    expect(() => read({ from: 'constant', number: 0.5 })).toThrow('Cannot keep the number 0.5 in units of 1/1');
    expect(() => read({ from: 'constant', number: 1e300 })).toThrow('Cannot keep');
  });
});

describe('scaleOf', () => {
  test('scaleOf lets constants go by the others, and refuses two scales, and one that is none', () => {
    const seats = (scale: number): NumberSource => ({ from: 'property', property: 'seats', scale });
    expect(scaleOf([{ from: 'constant', number: 1 }])).toBe(1);
    expect(scaleOf([{ from: 'constant', number: 1 }, { from: 'money' }, seats(100)])).toBe(100);
    expect(() => scaleOf([seats(10), { from: 'sentiment' }])).toThrow('units of 1/10 and 1/1000 together');
    expect(() => scaleOf([seats(0)])).toThrow('a scale is a whole number');
    expect(() => scaleOf([seats(0.5)])).toThrow('a scale is a whole number');
  });
});

test('numberIn takes no text of more than 40 characters for a number', () => {
  expect(numberIn('1'.repeat(41))).toBeNull();
  expect(numberIn(Number.NaN)).toBeNull();
});
