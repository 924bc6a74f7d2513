import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { latestTimeMs } from '#contracts/time.ts';
import { firstMsCrossed } from '#domain/features/crossing-time.ts';

const times = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.double({ min: 0, max: 300, noNaN: true }),
  fc.integer({ min: 0, max: latestTimeMs }),
);
const guesses = fc.oneof(times, fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY));

describe('firstMsCrossed', () => {
  test('firstMsCrossed finds the first whole millisecond, however wrong the guess, also between milliseconds', () => {
    fc.assert(
      fc.property(times, times, fc.option(times), guesses, (fromMs, lineMs, beforeMs, guessMs) => {
        const found = firstMsCrossed({ fromMs, beforeMs, guessMs, hasCrossed: (timeMs) => timeMs >= lineMs });
        const expected = Math.max(Math.floor(fromMs) + 1, Math.ceil(lineMs));
        const isBefore = expected <= latestTimeMs && (beforeMs === null || expected < beforeMs);
        expect(found).toBe(isBefore ? expected : null);
      }),
      { numRuns: 2_000 },
    );
  });

  test.each([null, latestTimeMs + 1, Number.POSITIVE_INFINITY])(
    'firstMsCrossed looks up to the last millisecond of the year 9999, and no further, where it holds until %s',
    (beforeMs) => {
      const search = { fromMs: latestTimeMs - 5_000, beforeMs, guessMs: latestTimeMs };
      expect(firstMsCrossed({ ...search, hasCrossed: (timeMs) => timeMs >= latestTimeMs })).toBe(latestTimeMs);
      expect(firstMsCrossed({ ...search, hasCrossed: (timeMs) => timeMs > latestTimeMs })).toBeNull();
      expect(firstMsCrossed({ ...search, fromMs: latestTimeMs, hasCrossed: () => true })).toBeNull();
    },
  );

  test('firstMsCrossed looks twice where the guess is right', () => {
    let looks = 0;
    const hasCrossed = (timeMs: number) => {
      looks += 1;
      return timeMs >= 5_000;
    };
    expect(firstMsCrossed({ fromMs: 0, beforeMs: null, guessMs: 4_999.7, hasCrossed })).toBe(5_000);
    expect(looks).toBe(2);
  });
});
