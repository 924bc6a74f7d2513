import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctTime } from '#domain/ingest/correct-time.ts';
import { dayMs, juneMs } from '../example-event.ts';

describe('correctTime', () => {
  test('correctTime takes the error of the client’s clock out, however large it is', () => {
    const delays = fc.integer({ min: 0, max: 30 * dayMs });
    const errors = fc.integer({ min: -100 * 365 * dayMs, max: 100 * 365 * dayMs });
    fc.assert(
      fc.property(delays, delays, errors, (untilSentMs, onTheWayMs, errorMs) => {
        const sentMs = juneMs + untilSentMs;
        const corrected = correctTime({ originalMs: juneMs + errorMs, sentMs: sentMs + errorMs }, sentMs + onTheWayMs);
        expect(corrected).toBe(juneMs + onTheWayMs);
      }),
    );
  });

  test('correctTime believes the client where it does not say when it sent', () => {
    expect(correctTime({ originalMs: juneMs - 5, sentMs: null }, juneMs)).toBe(juneMs - 5);
  });

  test('correctTime takes the time of receipt where the client says nothing', () => {
    expect(correctTime({ originalMs: null, sentMs: null }, juneMs)).toBe(juneMs);
    expect(correctTime({ originalMs: null, sentMs: juneMs - 9 }, juneMs)).toBe(juneMs);
  });

  test('correctTime is never in the future', () => {
    expect(correctTime({ originalMs: juneMs + 1, sentMs: null }, juneMs)).toBe(juneMs);
    expect(correctTime({ originalMs: juneMs + 9, sentMs: juneMs }, juneMs)).toBe(juneMs);
  });

  test('correctTime takes what a clock says that is decades off, in either direction, as long as both times are its own', () => {
    const onTheWayMs = 70;
    for (const errorMs of [-juneMs, -40 * 365 * dayMs, 40 * 365 * dayMs]) {
      const client = { originalMs: juneMs - 3 * dayMs + errorMs, sentMs: juneMs + errorMs };
      expect(correctTime(client, juneMs + onTheWayMs)).toBe(juneMs - 3 * dayMs + onTheWayMs);
    }
  });

  test('correctTime takes an event that is said to be sent before it happened for one of now', () => {
    expect(correctTime({ originalMs: juneMs - dayMs, sentMs: juneMs - 2 * dayMs }, juneMs)).toBe(juneMs);
    expect(correctTime({ originalMs: juneMs - dayMs, sentMs: 0 }, juneMs)).toBe(juneMs);
  });

  test('correctTime moves an event back by as much as its sender’s clock is ahead when it sends', () => {
    // The time is right, say from a server, but the sending clock is a year ahead: nobody can tell, and the formula holds.
    expect(correctTime({ originalMs: juneMs - dayMs, sentMs: juneMs + 365 * dayMs }, juneMs)).toBe(
      juneMs - 366 * dayMs,
    );
  });
});
