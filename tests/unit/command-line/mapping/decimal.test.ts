import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountMinor, maximumAmountMinor } from '#domain/ingest/amount-minor.ts';
import {
  addDecimals,
  decimalText,
  multiplyDecimals,
  negateDecimal,
  parseDecimal,
  roundToMinor,
  withDecimalPoint,
  zero,
} from '#infra/command-line/mapping/decimal.ts';

const decimal = fc
  .record({ units: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), scale: fc.integer({ min: 0, max: 6 }) })
  .map(({ units, scale }) => ({ units, scale }));

const minorOf = (text: string) => roundToMinor(parseDecimal(text) ?? zero);

describe('parseDecimal', () => {
  test.each([
    ['12', { units: 12n, scale: 0 }],
    [' -3.50 ', { units: -350n, scale: 2 }],
    ['+0.001', { units: 1n, scale: 3 }],
    ['0', { units: 0n, scale: 0 }],
  ])('parseDecimal reads %j', (text, value) => expect(parseDecimal(text)).toEqual(value));

  test.each(['', ' ', '1,000.00', '1e3', '.5', '5.', '12 EUR', '--1', 'NaN', 'Infinity', '0x10', '1.2.3'])(
    'parseDecimal refuses %j',
    (text) => expect(parseDecimal(text)).toBeNull(),
  );

  test('parseDecimal reads back what decimalText wrote', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        expect(parseDecimal(decimalText(value))).toEqual(value);
      }),
    );
  });
});

describe('roundToMinor', () => {
  test.each([
    ['0.005', 1],
    ['-0.005', -1],
    ['0.0049', 0],
    ['1.005', 101],
    ['-1.005', -101],
    ['2.675', 268],
    ['11.77', 1177],
    ['3', 300],
    ['0.1', 10],
  ])('roundToMinor rounds %s to %i hundredths, halves away from zero', (text, minor) => {
    expect(minorOf(text)).toBe(minor);
  });

  test('roundToMinor says null beyond exact integers', () => {
    expect(minorOf('999999999999999999')).toBeNull();
  });

  test('roundToMinor is at most half a hundredth off, and symmetric about zero', () => {
    fc.assert(
      fc.property(decimal, (value) => {
        const minor = roundToMinor(value);
        if (minor === null) return;
        const scale = 10n ** BigInt(Math.max(value.scale, 2));
        const exact = value.units * (scale / 10n ** BigInt(value.scale)) * 100n;
        const off = BigInt(minor) * scale - exact;
        expect(2n * (off < 0n ? -off : off) <= scale).toBe(true);
        expect(roundToMinor(negateDecimal(value)) === -minor).toBe(true);
      }),
    );
  });

  test('roundToMinor survives the way through the event: amountMinor finds the same hundredths in minor / 100', () => {
    const anyMinor = fc.integer({ min: -maximumAmountMinor, max: maximumAmountMinor });
    fc.assert(
      fc.property(anyMinor, (minor) => {
        expect(amountMinor(JSON.parse(JSON.stringify(minor / 100)))).toBe(minor);
      }),
      { numRuns: 2_000 },
    );
  });
});

test('addDecimals and multiplyDecimals are exact: they obey the laws that floating point breaks', () => {
  fc.assert(
    fc.property(decimal, decimal, decimal, (a, b, c) => {
      const same = (x: typeof a, y: typeof a) =>
        expect(addDecimals(x, negateDecimal(y)).units, `${decimalText(x)} is not ${decimalText(y)}`).toBe(0n);
      same(addDecimals(a, addDecimals(b, c)), addDecimals(addDecimals(a, b), c));
      same(multiplyDecimals(a, addDecimals(b, c)), addDecimals(multiplyDecimals(a, b), multiplyDecimals(a, c)));
    }),
  );
});

describe('withDecimalPoint', () => {
  test.each([
    ['337,09', '337.09'],
    ['1.234,50', '1234.50'],
    ['-1.234.567,8', '-1234567.8'],
    [' +12 ', '+12'],
    ['1.234', '1234'],
    ['1234,5', '1234.5'],
  ])('withDecimalPoint reads %j with a decimal comma', (text, expected) => {
    expect(withDecimalPoint(text, ',')).toBe(expected);
  });

  test.each(['337.09', '1.23', '1,234.50', '1.2345,6', '12,', ',5', '1 234,50', '12 €', ''])(
    'withDecimalPoint takes %j for no number with a decimal comma',
    (text) => {
      const number = withDecimalPoint(text, ',');
      expect([number, parseDecimal(number)]).toEqual(['', null]);
    },
  );

  test('withDecimalPoint leaves a text as it is where the mark is a point', () => {
    expect(withDecimalPoint('1.234', '.')).toBe('1.234');
  });
});
