import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isoTextSchema, isoTime, parseClockMs } from '#contracts/time.ts';
import { parseUtcMs } from '#contracts/utc-time.ts';

const twoDigits = (most: number) => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, '0'));
const odd = fc.constantFrom('', 'x', '-', '+02:00', ' ', '٣', '-1', '1e1');

/** Texts that are times, and those that nearly are. */
const nearlyTimes = fc
  .tuple(
    fc.oneof(
      fc.integer({ min: 0, max: 9_999 }).map((year) => String(year).padStart(4, '0')),
      odd,
    ),
    twoDigits(14),
    twoDigits(33),
    twoDigits(25),
    twoDigits(61),
    fc.oneof(twoDigits(61), odd),
    fc.constantFrom('', '.000', '.5', '.999', '.12a', '.123456'),
    fc.constantFrom('Z', '', 'z', '+00:00'),
  )
  .map(([year, month, day, hours, minutes, seconds, fraction, zone]) => {
    return `${year}-${month}-${day}T${hours}:${minutes}:${seconds}${fraction}${zone}`;
  });

describe('parseUtcMs', () => {
  test('parseUtcMs reads what isoTime writes, for every moment of the years 0 to 9999', () => {
    const moments = fc.integer({ min: Date.UTC(0, 0, 1) - 1_900 * 366 * 86_400_000, max: 253_402_300_799_999 });
    fc.assert(
      fc.property(moments, (timeMs) => {
        const text = isoTime(timeMs);
        if (text.length !== 24) return;
        expect(parseUtcMs(text)).toBe(timeMs);
        expect(parseUtcMs(`${text.slice(0, 19)}Z`)).toBe(Math.floor(timeMs / 1_000) * 1_000);
      }),
      { numRuns: 2_000 },
    );
  });

  test('parseUtcMs reads only what the schema takes, and then as the platform does', () => {
    fc.assert(
      fc.property(nearlyTimes, (text) => {
        const timeMs = parseUtcMs(text);
        const isTaken = isoTextSchema.safeParse(text).success;
        if (timeMs === null) return;
        expect(isTaken).toBe(true);
        expect(timeMs).toBe(Date.parse(text));
      }),
      { numRuns: 5_000 },
    );
  });

  test('parseUtcMs knows how long each month is', () => {
    for (let year = 1890; year <= 2110; year += 1) {
      for (let month = 1; month <= 12; month += 1) {
        for (const day of [28, 29, 30, 31, 32]) {
          const text = `${year}-${String(month).padStart(2, '0')}-${day}T00:00:00Z`;
          expect(parseUtcMs(text) !== null, text).toBe(isoTextSchema.safeParse(text).success);
        }
      }
    }
  });

  test('parseUtcMs leaves other forms to parseClockMs', () => {
    for (const text of ['1997-01-01', '1997-01-01T09:30', '1997-01-01T09:30:00.5+02:00', '1997-01-01T09:30:00']) {
      expect(parseUtcMs(text)).toBeNull();
      expect(parseClockMs(text)).not.toBeNull();
    }
    for (const text of ['', 'yesterday', '1997-02-29T00:00:00Z', '1997-01-01T24:00:00Z', '1997-01-01 00:00:00Z']) {
      expect(parseUtcMs(text)).toBeNull();
      expect(parseClockMs(text)).toBeNull();
    }
  });
});
