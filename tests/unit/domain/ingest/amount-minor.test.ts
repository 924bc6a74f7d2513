import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import { amount, amountFromZero, amountMinor, maximumAmountMinor } from '#domain/ingest/amount-minor.ts';

describe('amountMinor', () => {
  test('amountMinor reads cents back exactly, as number and as text, up to ten million', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (cents) => {
        expect(amountMinor(cents / 100)).toBe(cents);
        expect(amountMinor(-cents / 100)).toBe(cents === 0 ? 0 : -cents);
        const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        expect(amountMinor(text)).toBe(cents);
      }),
      { numRuns: 5_000 },
    );
  });

  test('amountMinor rounds tenths of cents as decimal arithmetic does, half away from zero', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (thousandths) => {
        expect(amountMinor(thousandths / 1_000)).toBe(Math.floor((thousandths + 5) / 10));
      }),
      { numRuns: 5_000 },
    );
    expect([1.005, 4.035, 8.345, 1.115, -1.005].map((value) => amountMinor(value))).toEqual([101, 404, 835, 112, -101]);
  });

  test.each<[Json, number]>([
    [' 12.30 ', 1230],
    ['+5', 500],
    ['.5', 50],
    ['-0.001', 0],
    ['0000000000000012', 1200],
    [0, 0],
    [maximumAmountMinor / 100, maximumAmountMinor],
    ['10000000000.00', maximumAmountMinor],
    ['9999999999.99', maximumAmountMinor - 1],
  ])('amountMinor reads %j as %i', (value, minor) => {
    expect(amountMinor(value)).toBe(minor);
  });

  test.each<[Json | undefined]>([
    [undefined],
    [null],
    [true],
    [''],
    [' '],
    ['12,30'],
    ['1 000'],
    ['€5'],
    ['0x10'],
    ['1e3'],
    ['NaN'],
    ['Infinity'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [maximumAmountMinor / 100 + 1],
    ['10000000001'],
    ['10000000000.01'],
    ['99999999999999999999'],
    [`0.${'0'.repeat(40)}`],
    [[5]],
    [{ amount: 5 }],
  ])('amountMinor refuses %j', (value) => {
    expect(amountMinor(value)).toBeNull();
  });
});

describe('amount and amountFromZero', () => {
  test('amount accepts exactly what amountMinor reads', () => {
    const told = fc.oneof(
      fc.json().map((text) => JSON.parse(text)),
      fc.double(),
      fc.string(),
      fc.integer().map(String),
    );
    fc.assert(
      fc.property(told, (value: Json) => {
        expect(amountMinor(value) !== null).toBe(amount().accepts(value));
      }),
      {
        numRuns: 2_000,
      },
    );
  });

  test.each<[Json, boolean]>([
    [0, true],
    [-0, true],
    ['+5.5', true],
    [-0.01, false],
    ['-1', false],
    ['-0', false],
  ])('amountFromZero accepts %j: %j', (value, isAccepted) => {
    expect(amountFromZero().accepts(value)).toBe(isAccepted);
  });
});
