import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countWithin } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { activity } from '#domain/features/builders/select.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { firstChangeMs } from '#domain/profile/first-change.ts';
import { isAsStored } from '#domain/profile/is-as-stored.ts';
import { judgeProfile } from '#domain/profile/judge-profile.ts';
import { dayOf } from '#domain/profile/profile-state.ts';
import { atLeast, segment } from '#domain/segments/rule-builders.ts';
import { quietDays } from '../example-definitions.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { histories, stateOf } from '../histories.ts';
import { input, recordOf, visit } from './advancing.ts';
import { afterwards, defining, judgedOf } from './judging.ts';

const visits = feature('visits', countWithin(activity(), 7), { description: 'visits in 7 days' });
const about = { version: 1, description: 'For a test.' };
const keen = segment('keen', { ...about, rule: atLeast(visits, 3), staysWhile: atLeast(visits, 2) });
const quiet = segment('quiet', { ...about, rule: atLeast(quietDays, 20), minimumStay: { days: 2 } });
const definitions = defining([keen, quiet], { features: [visits, quietDays] });

const span = { days: 20, maxEvents: 12 };

describe('firstChangeMs', () => {
  test('firstChangeMs passes over no moment at which anything changes, and over none before it', () => {
    const cases = fc.tuple(
      histories(span).map((events) => stateOf(events)),
      fc.integer({ min: 0, max: 40 * dayMs }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 20 }),
      fc.integer({ min: 1, max: 64 }),
    );
    fc.assert(
      fc.property(cases, ([state, afterMs, shares, mostSteps]) => {
        const nowMs = juneMs + afterMs;
        const judged = judgedOf(state);
        const verdict = judgeProfile(definitions, judged, null, { profileVersion: 1, nowMs, isHistory: false });
        const firstMs = firstChangeMs(definitions, judged, verdict, { untilMs: null, mostSteps });
        const before = afterwards(verdict, state, nowMs);
        const isSame = (atMs: number) =>
          isAsStored(
            judgeProfile(definitions, judged, before, { profileVersion: 2, nowMs: atMs, isHistory: false }),
            before,
          );
        const endMs = firstMs ?? nowMs + 400 * dayMs;
        expect(endMs).toBeGreaterThan(nowMs);
        const moments = shares.map((share) => nowMs + Math.floor(share * (endMs - 1 - nowMs)));
        for (const atMs of [...moments, endMs - 1]) expect(isSame(atMs)).toBe(true);
        // With steps enough it is the change itself, and not only a time before it.
        if (mostSteps === 64 && firstMs !== null) expect(isSame(firstMs)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('firstChangeMs looks no further than somebody looks anyway', () => {
    const state = stateOf([0, 1, 2, 3, 4].map((day) => visit(`v${day}`, juneMs + day * dayMs)));
    const nowMs = juneMs + 5 * dayMs;
    const judged = judgedOf(state);
    const verdict = judgeProfile(definitions, judged, null, { profileVersion: 1, nowMs, isHistory: false });
    const ahead = (untilMs: number | null, mostSteps = 64) =>
      firstChangeMs(definitions, judged, verdict, { untilMs, mostSteps });
    const windowMovesMs = dayOf(juneMs + 7 * dayMs) * dayMs;
    expect(verdict.nextChangeMs).toBe(windowMovesMs);
    expect(ahead(null, 0)).toBe(windowMovesMs);
    expect(ahead(windowMovesMs)).toBe(windowMovesMs);
    expect(ahead(null)).toBeGreaterThan(windowMovesMs);
  });
});

describe('advanceProfile and the moments at which nothing changes', () => {
  test('advanceProfile sleeps through the midnights at which a window moves and no segment does', () => {
    const events = [0, 1, 2, 3, 4, 5].map((day) => visit(`v${day}`, juneMs + day * dayMs + 1));
    let record = recordOf(advanceProfile(definitions, input({ events, nowMs: juneMs + 5 * dayMs + 1 })));
    const writes: string[][] = [];
    while (record.wakeAtMs !== null) {
      record = recordOf(advanceProfile(definitions, input({ record, nowMs: record.wakeAtMs })));
      writes.push((record.outbox?.changes ?? []).map((change) => change.kind));
    }
    // The first wake-up was set when she was new; each after it has something to say.
    expect(writes.slice(1).every((changes) => changes.length > 0)).toBe(true);
    expect(writes.flat()).toEqual(expect.arrayContaining(['held back', 'exited', 'entered']));
  });

  test('advanceProfile leaves the wake-up alone for an event that brings a moment nearer at which nothing changes', () => {
    const events = [0, 1, 2].map((day) => visit(`v${day}`, juneMs + day * dayMs));
    const first = recordOf(advanceProfile(definitions, input({ events, nowMs: juneMs + 2 * dayMs })));
    const woken = recordOf(advanceProfile(definitions, input({ record: first, nowMs: first.wakeAtMs ?? 0 })));
    const again = [visit('again', woken.judgedMs), visit('more', woken.judgedMs)];
    const next = recordOf(advanceProfile(definitions, input({ record: woken, events: again, nowMs: woken.judgedMs })));
    expect(next.wakeAtMs).toBe(woken.wakeAtMs);
  });
});
