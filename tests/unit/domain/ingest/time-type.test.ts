import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseClockMs } from '#contracts/time.ts';
import { time } from '#domain/ingest/time-type.ts';

const two = fc.integer({ min: 0, max: 61 }).map((number) => String(number).padStart(2, '0'));
const year = fc.oneof(
  fc.constantFrom('2000', '2023', '2024', '1900', '0000'),
  fc.integer({ min: 1_000, max: 9_999 }).map(String),
);
const day = fc.tuple(year, fc.integer({ min: 0, max: 13 }), fc.integer({ min: 0, max: 32 })).map(([y, m, d]) => {
  return [y, String(m).padStart(2, '0'), String(d).padStart(2, '0')].join('-');
});
const seconds = fc.oneof(
  two.map((text) => `:${text}`),
  fc.constantFrom('', ':00.5', ':00.', ':00,5'),
);
const offset = fc.constantFrom('Z', 'z', '', '+02:00', '-23:59', '+24:00', '+0200', '+02');
const clock = fc
  .tuple(fc.constantFrom('T', ' ', 't'), two, two, seconds, offset)
  .map(([t, h, m, s, o]) => `${t}${h}:${m}${s}${o}`);

describe('time', () => {
  test('time accepts exactly what is a time in the rest of the product', () => {
    const texts = fc.tuple(day, fc.oneof(fc.constant(''), clock)).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        expect(time().accepts(text), text).toBe(parseClockMs(text) !== null);
      }),
      { numRuns: 20_000 },
    );
  });

  test('time accepts every moment as it is usually written', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => {
          expect(time().accepts(date.toISOString())).toBe(true);
          expect(time().accepts(date.toISOString().slice(0, 10))).toBe(true);
        },
      ),
    );
  });

  test.each([0, null, true, '', 'today', '2024-1-1'])('time refuses %j', (value) => {
    expect(time().accepts(value)).toBe(false);
  });
});
