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
});
