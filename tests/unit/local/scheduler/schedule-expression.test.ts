import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileScheduleExpression, nextOccurrence } from '#infra/local/scheduler/schedule-expression.ts';

const next = (expression: string, after: string, timeZone = 'UTC'): string | null => {
  const atMs = nextOccurrence(expression, Date.parse(after), timeZone);
  return atMs === null ? null : new Date(atMs).toISOString().replace(':00.000Z', 'Z');
};

describe('nextOccurrence', () => {
  test.each([
    ['rate(1 minute)', '2026-01-31T12:00Z', '2026-01-31T12:01Z'],
    ['rate(1 minutes)', '2026-01-31T12:00Z', '2026-01-31T12:01Z'],
    ['rate(5 minutes)', '2026-01-31T12:01Z', '2026-01-31T12:06Z'],
    ['rate(1 hour)', '2026-01-31T23:30Z', '2026-02-01T00:30Z'],
    ['rate(7 days)', '2026-01-31T12:00Z', '2026-02-07T12:00Z'],
    ['at(2026-02-01T08:30:00)', '2026-01-31T12:00Z', '2026-02-01T08:30Z'],
    ['at(2026-01-01T08:30:00)', '2026-01-31T12:00Z', null],
    ['cron(0 12 * * ? *)', '2026-01-31T11:59:59.999Z', '2026-01-31T12:00Z'],
    ['cron(0 12 * * ? *)', '2026-01-31T12:00Z', '2026-02-01T12:00Z'],
    ['cron(15 12 * * ? *)', '2026-01-31T12:20Z', '2026-02-01T12:15Z'],
    ['cron(0/15 * * * ? *)', '2026-01-31T12:20Z', '2026-01-31T12:30Z'],
    ['cron(*/20 * * * ? *)', '2026-01-31T12:20Z', '2026-01-31T12:40Z'],
    ['cron(5,35 8-9 * * ? *)', '2026-01-31T08:40Z', '2026-01-31T09:05Z'],
    ['cron(0 18 ? * MON-FRI *)', '2026-01-30T18:00Z', '2026-02-02T18:00Z'],
    ['cron(0 18 ? * 2-6 *)', '2026-01-30T18:00Z', '2026-02-02T18:00Z'],
    ['cron(0 8 1 * ? *)', '2026-01-31T12:00Z', '2026-02-01T08:00Z'],
    ['cron(0 8 L * ? *)', '2026-02-01T00:00Z', '2026-02-28T08:00Z'],
    ['cron(0 8 L FEB ? *)', '2026-03-01T00:00Z', '2027-02-28T08:00Z'],
    ['cron(0 8 29 2 ? *)', '2026-03-01T00:00Z', '2028-02-29T08:00Z'],
    ['cron(0 8 3W * ? *)', '2026-01-01T00:00Z', '2026-01-02T08:00Z'],
    ['cron(0 8 1W * ? *)', '2026-07-31T12:00Z', '2026-08-03T08:00Z'],
    ['cron(0 8 31W MAY ? *)', '2026-01-01T00:00Z', '2026-05-29T08:00Z'],
    ['cron(0 8 15W * ? *)', '2026-02-01T00:00Z', '2026-02-16T08:00Z'],
    ['cron(0 8 ? * 6L *)', '2026-01-01T00:00Z', '2026-01-30T08:00Z'],
    ['cron(0 8 ? * L *)', '2026-01-01T00:00Z', '2026-01-03T08:00Z'],
    ['cron(0 8 ? * 3#2 *)', '2026-01-01T00:00Z', '2026-01-13T08:00Z'],
    ['cron(0 8 ? * MON#5 *)', '2026-01-01T00:00Z', '2026-03-30T08:00Z'],
    ['cron(0 0 1 1 ? 2030)', '2026-01-01T00:00Z', '2030-01-01T00:00Z'],
    ['cron(0 0 1 1 ? 2020-2025)', '2026-01-01T00:00Z', null],
    ['cron(0 0 31 FEB ? *)', '2026-01-01T00:00Z', null],
  ])('nextOccurrence of %s after %s is %s', (expression, after, expected) => {
    expect(next(expression, after)).toBe(expected);
  });

  test.each([
    ['winter', 'cron(0 8 * * ? *)', '2026-01-31T00:00Z', '2026-01-31T07:00Z'],
    ['summer', 'cron(0 8 * * ? *)', '2026-07-01T00:00Z', '2026-07-01T06:00Z'],
    ['a wall time that is jumped over', 'cron(30 2 * * ? *)', '2026-03-28T12:00Z', '2026-03-30T00:30Z'],
    ['a wall time that comes twice', 'cron(30 2 * * ? *)', '2026-10-24T12:00Z', '2026-10-25T00:30Z'],
    ['its second coming', 'cron(30 2 * * ? *)', '2026-10-25T00:30Z', '2026-10-26T01:30Z'],
    ['one time', 'at(2026-07-01T08:00:00)', '2026-01-01T00:00Z', '2026-07-01T06:00Z'],
  ])('nextOccurrence in Berlin minds %s', (_name, expression, after, expected) => {
    expect(next(expression, after, 'Europe/Berlin')).toBe(expected);
  });

  test('nextOccurrence works in zones with halves of an hour and on the other side of midnight', () => {
    expect(next('cron(0 9 1 * ? *)', '2026-01-31T00:00Z', 'Asia/Kolkata')).toBe('2026-02-01T03:30Z');
    expect(next('cron(0 9 1 * ? *)', '2026-01-31T00:00Z', 'Pacific/Auckland')).toBe('2026-01-31T20:00Z');
  });

  test.each([
    ['every 5 minutes', 'it must be rate(…), cron(…) or at(…)'],
    ['rate(0 minutes)', 'a rate is a number from 1'],
    ['rate(5 seconds)', 'a rate is a number from 1'],
    ['rate(5 minute)', 'a rate of 5 needs the unit minutes'],
    ['rate(1.5 hours)', 'a rate is a number from 1'],
    ['cron(0 12 * * ?)', 'cron takes six fields, got 5'],
    ['cron(0 12 * * * *)', 'exactly one of day of the month and day of the week must be ?'],
    ['cron(0 12 ? * ? *)', 'exactly one of day of the month and day of the week must be ?'],
    ['cron(60 12 * * ? *)', 'the minute may be 0 to 59, got 60'],
    ['cron(0 24 * * ? *)', 'the hour may be 0 to 23, got 24'],
    ['cron(0 0 32 * ? *)', 'the day of the month may be 1 to 31, got 32'],
    ['cron(0 0 * FOO ? *)', 'the month may be 1 to 12, got FOO'],
    ['cron(0 0 ? * 8 *)', 'the day of the week may be 1 to 7, got 8'],
    ['cron(0 0 ? * 3#6 *)', 'the number after # may be 1 to 5, got 6'],
    ['cron(0 0 40W * ? *)', 'the day of the month may be 1 to 31, got 40'],
    ['cron(30-10 0 * * ? *)', 'the minute may be 0 to 59, got 30-10'],
    ['cron(0/0 0 * * ? *)', 'the minute may be 0 to 59, got 0/0'],
    ['cron(1,,2 0 * * ? *)', 'the minute may be 0 to 59'],
    ['cron(0 0 1 1 ? 1969)', 'the year may be 1970 to 2199, got 1969'],
    ['at(2026-02-30T00:00:00)', 'at takes a date and time'],
    ['at(tomorrow)', 'at takes a date and time'],
  ])('nextOccurrence refuses %s', (expression, reason) => {
    expect(() => nextOccurrence(expression, 0, 'UTC')).toThrow(`Cannot read schedule expression ${expression}: `);
    expect(() => nextOccurrence(expression, 0, 'UTC')).toThrow(reason);
  });

  test('nextOccurrence refuses an unknown time zone', () => {
    expect(() => nextOccurrence('rate(1 minute)', 0, 'Mars/Olympus')).toThrow('Mars/Olympus is not an IANA time zone');
  });

  test('nextOccurrence of cron is the first matching minute, by comparison with a walk through the minutes', () => {
    const minute = fc.integer({ min: 0, max: 59 });
    const hour = fc.integer({ min: 0, max: 23 });
    const startMs = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2030, 0, 1) });
    fc.assert(
      fc.property(minute, hour, startMs, (wantedMinute, wantedHour, afterMs) => {
        let expected = (Math.floor(afterMs / 60_000) + 1) * 60_000;
        while (new Date(expected).getUTCMinutes() !== wantedMinute || new Date(expected).getUTCHours() !== wantedHour) {
          expected += 60_000;
        }
        expect(nextOccurrence(`cron(${wantedMinute} ${wantedHour} * * ? *)`, afterMs, 'UTC')).toBe(expected);
      }),
    );
  });
});

test('compileScheduleExpression keeps the phase of a rate, whenever it is asked', () => {
  const { nextAfter } = compileScheduleExpression('rate(10 minutes)', 'UTC');
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1e13 }), fc.integer({ min: 0, max: 1e13 }), (anchorMs, laterMs) => {
      const nextMs = nextAfter(anchorMs + laterMs, anchorMs) ?? Number.NaN;
      expect((nextMs - anchorMs) % 600_000).toBe(0);
      expect(nextMs - anchorMs - laterMs).toBeGreaterThan(0);
      expect(nextMs - anchorMs - laterMs).toBeLessThanOrEqual(600_000);
    }),
  );
});
