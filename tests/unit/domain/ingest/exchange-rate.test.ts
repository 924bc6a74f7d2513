import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maximumAmountMinor } from '#domain/ingest/amount-minor.ts';
import { convertToMinor, type ExchangeRate, exchangeRate } from '#domain/ingest/exchange-rate.ts';

function rateOf(rate: number): ExchangeRate {
  const found = exchangeRate(rate);
  if (found === null) throw new Error(`${rate} is no rate`);
  return found;
}

const digits = (count: number) => fc.integer({ min: 0, max: 10 ** count - 1 });

/** A number of at most nine digits and its decimals, as the text that JSON has for it. */
const decimals = fc
  .tuple(digits(9), fc.integer({ min: 0, max: 9 }))
  .map(([units, scale]) => ({ units: BigInt(units), scale, value: Number(`${units}e-${scale}`) }));

describe('exchangeRate', () => {
  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1e-10, 1e10])('exchangeRate refuses %d', (rate) => {
    expect(exchangeRate(rate)).toBeNull();
  });
});

describe('convertToMinor', () => {
  test('convertToMinor is exact: what it drops is at most half a cent, and exactly half a cent goes away from zero', () => {
    fc.assert(
      fc.property(decimals, decimals, (amount, rate) => {
        fc.pre(exchangeRate(rate.value) !== null);
        const minor = convertToMinor(amount.value, rateOf(rate.value));
        if (minor === null) {
          expect((amount.value * rate.value) / 1e10).toBeGreaterThan(0.999_999);
          return;
        }
        const scale = 10n ** BigInt(amount.scale + rate.scale);
        const missing = amount.units * rate.units * 100n - BigInt(minor) * scale;
        expect(2n * missing < scale).toBe(true);
        expect(-2n * missing <= scale).toBe(true);
        expect(convertToMinor(-amount.value, rateOf(rate.value))).toBe(minor === 0 ? 0 : -minor);
      }),
      { numRuns: 5_000 },
    );
  });

  test('convertToMinor gives the same for a number and for its text, and by the rate 1 the cents themselves', () => {
    fc.assert(
      fc.property(fc.integer({ min: -maximumAmountMinor, max: maximumAmountMinor }), (cents) => {
        const expected = cents === 0 ? 0 : cents;
        expect(convertToMinor(cents / 100, rateOf(1))).toBe(expected);
        expect(convertToMinor(` ${cents / 100} `, rateOf(1))).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([
    [1.005, 1, 101],
    [1e-7, 1e6, 10],
    ['0.125', 1, 13],
    ['-0.125', 1, -13],
    [2.5e-3, 2, 1],
    ['-0', 1.5, 0],
    [3, 1e-9, 0],
  ])('convertToMinor takes %j at %d as %i', (amount, rate, minor) => {
    expect(convertToMinor(amount, rateOf(rate))).toBe(minor);
  });

  test.each(['', ' ', '.', '1,5', 'NaN', 'Infinity', '--1'])('convertToMinor refuses %j', (amount) => {
    expect(convertToMinor(amount, rateOf(1))).toBeNull();
  });
});
