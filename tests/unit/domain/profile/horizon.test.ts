import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pageExpiryMs, tooLate } from '#domain/profile/horizon.ts';
import { dayMs, juneMs } from '../example-event.ts';

const horizonMs = 30 * dayMs;

const isTooLate = (event: { timeMs: number; receivedMs: number }, nowMs: number) => tooLate(event, nowMs) !== null;
const waitMs = 18 * dayMs;

describe('tooLate', () => {
  test.each([
    ['in time at 30 days before it was received', 0, false],
    ['too late one millisecond earlier', 1, true],
  ])('tooLate calls an event %s', (_, moreMs, expected) => {
    expect(isTooLate({ timeMs: juneMs - horizonMs - moreMs, receivedMs: juneMs }, juneMs)).toBe(expected);
  });

  test.each([
    ['in time at 48 days before now', 0, false],
    ['too late one millisecond earlier', 1, true],
  ])('tooLate calls an event whose sender names its own time of receipt %s', (_, moreMs, expected) => {
    const timeMs = juneMs - horizonMs - waitMs - moreMs;
    expect(isTooLate({ timeMs, receivedMs: timeMs }, juneMs)).toBe(expected);
  });

  test('tooLate answers the same however long an event waited, up to the longest that a message may wait', () => {
    const occurrences = fc.tuple(
      fc.integer({ min: 0, max: 60 * dayMs }),
      fc.integer({ min: 0, max: waitMs }),
      fc.integer({ min: 0, max: waitMs }),
    );
    fc.assert(
      fc.property(occurrences, ([ageMs, firstWaitMs, secondWaitMs]) => {
        const event = { timeMs: juneMs - ageMs, receivedMs: juneMs };
        expect(isTooLate(event, juneMs + firstWaitMs)).toBe(isTooLate(event, juneMs + secondWaitMs));
      }),
    );
  });

  test('tooLate says which of the two bounds decided', () => {
    const received = { timeMs: juneMs - 31 * dayMs, receivedMs: juneMs };
    expect(tooLate(received, juneMs)).toBe('more than 30 days before it was received');
    const claimed = { timeMs: juneMs - 49 * dayMs, receivedMs: juneMs - 49 * dayMs };
    expect(tooLate(claimed, juneMs)).toBe('more than 48 days ago');
  });

  test('tooLate stays with its answer once it is yes, and calls nothing of the future too late', () => {
    const times = fc.integer({ min: juneMs - 100 * dayMs, max: juneMs + 100 * dayMs });
    fc.assert(
      fc.property(times, times, times, fc.nat(100 * dayMs), (timeMs, receivedMs, nowMs, moreMs) => {
        if (isTooLate({ timeMs, receivedMs }, nowMs)) {
          expect(isTooLate({ timeMs, receivedMs }, nowMs + moreMs)).toBe(true);
        }
        if (timeMs >= receivedMs && timeMs >= nowMs) expect(isTooLate({ timeMs, receivedMs }, nowMs)).toBe(false);
      }),
    );
  });
});

describe('pageExpiryMs', () => {
  /** How far ahead of ours a sender's clock may be, as `functions/profile/group-by-customer.ts` lets it. */
  const toleranceMs = 5 * 60_000;
  /** What clocks of functions may be apart, and the second to which an expiry is kept. */
  const clockSkewMs = 12 * 3_600_000;

  test('pageExpiryMs lets a page outlive each repetition that could still count', () => {
    const scenes = fc.record({
      /** When it was counted, by the clock of who counted it. */
      countedMs: fc.integer({ min: juneMs, max: juneMs + dayMs }),
      /** How long before that it happened. */
      ageMs: fc.integer({ min: -toleranceMs, max: horizonMs + waitMs }),
      /** How much later its id left for a page. */
      untilPagedMs: fc.integer({ min: 0, max: 60 * dayMs }),
      /** The clock of whoever wrote the page, against the true one. */
      skewMs: fc.integer({ min: -clockSkewMs, max: clockSkewMs }),
      /** When a repetition is worked on. */
      repeatedAfterMs: fc.integer({ min: 0, max: 120 * dayMs }),
      /** The repetition may be sent anew: with a time of receipt of its own, which may be wrong. */
      receivedAfterMs: fc.integer({ min: -60 * dayMs, max: 120 * dayMs }),
    });
    fc.assert(
      fc.property(scenes, ({ countedMs, ageMs, untilPagedMs, skewMs, repeatedAfterMs, receivedAfterMs }) => {
        const timeMs = countedMs - ageMs;
        const repeatedMs = countedMs + repeatedAfterMs;
        const isStillCounted = !isTooLate({ timeMs, receivedMs: countedMs + receivedAfterMs }, repeatedMs);
        const expiresMs = pageExpiryMs(countedMs + untilPagedMs + skewMs, false);
        if (isStillCounted) expect(expiresMs).toBeGreaterThan(repeatedMs);
      }),
      { numRuns: 2_000 },
    );
  });

  test('pageExpiryMs is no longer than it must be: a day less, and a repetition would count', () => {
    const timeMs = juneMs + toleranceMs;
    const repeatedMs = timeMs + horizonMs + waitMs;
    expect(isTooLate({ timeMs, receivedMs: timeMs }, repeatedMs)).toBe(false);
    expect(pageExpiryMs(juneMs, false)).toBeGreaterThan(repeatedMs);
    expect(pageExpiryMs(juneMs, false) - dayMs).toBeLessThanOrEqual(repeatedMs);
  });

  test('pageExpiryMs remembers ids of history for 400 days, so that a year imported again counts nothing', () => {
    expect(pageExpiryMs(juneMs, true)).toBe(juneMs + 400 * dayMs);
  });
});
