import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isoTime, latestTimeMs, parseClockMs, parseIsoTimeMs, timeMsSchema } from '#contracts/time.ts';

const newYearMs = Date.UTC(2026, 0, 1);

describe.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('parseIsoTimeMs on a machine in %s', (zone) => {
  const before = process.env['TZ'];
  beforeEach(() => {
    process.env['TZ'] = zone;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });

  test.each([
    ['2026-01-01', newYearMs],
    ['2026-01-01T00:00', newYearMs],
    ['2026-01-01T00:00:00', newYearMs],
    ['2026-01-01T00:00:00Z', newYearMs],
    ['2026-01-01T00:00:00.250', newYearMs + 250],
    ['2026-01-01T00:00:00.250999Z', newYearMs + 250],
    ['2026-01-01T05:30:00+05:30', newYearMs],
    ['2025-12-31T19:00:00-05:00', newYearMs],
    ['2024-02-29', Date.UTC(2024, 1, 29)],
    ['1970-01-01', 0],
    ['9999-12-31T23:59:59.999Z', latestTimeMs],
  ])('parseIsoTimeMs reads "%s"', (text, expected) => {
    expect(parseIsoTimeMs(text)).toBe(expected);
  });

  test.each([
    '',
    'now',
    '1',
    '2026',
    '2026-01',
    '2026-13-01',
    '2026-02-29',
    '2026-02-30T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01 00:00:00',
    'Thu, 01 Jan 2026 00:00:00 GMT',
    '01/02/2026',
    '1767225600000',
    '1969-12-31T23:59:59.999Z',
    '0001-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
  ])('parseIsoTimeMs refuses "%s"', (text) => {
    expect(parseIsoTimeMs(text)).toBeNull();
  });
});

describe('parseClockMs', () => {
  test('parseClockMs reads clocks that run before 1970', () => {
    expect(parseClockMs('1969-12-31T23:59:59Z')).toBe(-1_000);
    expect(parseClockMs('0001-01-01')).toBe(-62_135_596_800_000);
    expect(parseClockMs('soon')).toBeNull();
  });
});

describe('isoTime', () => {
  test('isoTime writes what parseIsoTimeMs reads back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: latestTimeMs }), (timeMs) => {
        expect(parseIsoTimeMs(isoTime(timeMs))).toBe(timeMs);
      }),
    );
    expect(isoTime(newYearMs)).toBe('2026-01-01T00:00:00.000Z');
  });
});

describe('timeMsSchema', () => {
  test.each([-1, 0.5, latestTimeMs + 1, Number.NaN, '5', null])('timeMsSchema refuses %j', (value) => {
    expect(timeMsSchema.safeParse(value).success).toBe(false);
  });
});
