import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { vitalSignOf } from '#domain/features/vital-signs.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { mergeStates as mergeFolded } from '#domain/profile/merge-states.ts';
import { daysInDetail, daysKept, emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { exampleFolding, histories, stateOf } from '../histories.ts';

function mergeStates(a: ProfileState, b: ProfileState): ProfileState {
  return mergeFolded(exampleFolding, a, b);
}

const long = histories({ days: 400, maxEvents: 250 });
const short = histories({ days: 20, maxEvents: 30 });
/** Many events on few days over nine months, so that days of all ages have counts to lose. */
const crowded = histories({ days: 1, maxEvents: 120 }).map((events) =>
  events.map((event, index) => ({ ...event, timeMs: event.timeMs + ((index * 31) % 41) * 7 * dayMs })),
);
const eitherWay = fc.oneof(long, short, crowded);

/** A history and the same in another order. */
const shuffled = eitherWay.chain((events) =>
  fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
);

/** The days that a history comes to, counted from its events at once. */
function daysByBruteForce(events: readonly CanonicalEvent[]): ProfileState['days'] {
  const states = events.map((event) => stateOfEvent(exampleFolding, event)).flatMap((state) => state.days);
  const present = [...new Set(states.map((one) => one.day))].toSorted((a, b) => a - b).slice(-daysKept);
  return present.map((day) => {
    const on = states.filter((one) => one.day === day);
    const sum = (pick: (one: ProfileState['days'][number]) => number) =>
      on.reduce((total, one) => total + pick(one), 0);
    const activities = sum((one) => one.activities);
    const isInDetail = day > (present.at(-1) ?? 0) - daysInDetail;
    if (!isInDetail) return { day, activities: activities === 0 ? 0 : 1, purchases: 0, purchaseMinor: 0 };
    return { day, activities, purchases: sum((one) => one.purchases), purchaseMinor: sum((one) => one.purchaseMinor) };
  });
}

describe('mergeStates', () => {
  test('mergeStates is commutative', () => {
    fc.assert(
      fc.property(eitherWay, eitherWay, (one, other) => {
        const [a, b] = [stateOf(one), stateOf(other)];
        expect(encodeState(mergeStates(a, b))).toEqual(encodeState(mergeStates(b, a)));
      }),
    );
  });

  test('mergeStates is associative', () => {
    fc.assert(
      fc.property(eitherWay, eitherWay, eitherWay, (first, second, third) => {
        const [a, b, c] = [stateOf(first), stateOf(second), stateOf(third)];
        const left = mergeStates(mergeStates(a, b), c);
        expect(encodeState(left)).toEqual(encodeState(mergeStates(a, mergeStates(b, c))));
      }),
    );
  });

  test('mergeStates has the empty state as neutral element', () => {
    fc.assert(
      fc.property(eitherWay, (events) => {
        const state = stateOf(events);
        expect(mergeStates(state, emptyProfileState)).toEqual(state);
        expect(mergeStates(emptyProfileState, state)).toEqual(state);
      }),
    );
  });

  test('mergeStates gives byte-identical state for every order of the same events, late ones and ties included', () => {
    fc.assert(
      fc.property(shuffled, ([events, reordered]) => {
        expect(encodeState(stateOf(reordered))).toEqual(encodeState(stateOf(events)));
      }),
      { numRuns: 200 },
    );
  });

  test('mergeStates of the two parts of any split equals folding all', () => {
    fc.assert(
      fc.property(eitherWay, fc.infiniteStream(fc.boolean()), (events, choices) => {
        const isLeft = events.map(() => choices.next().value === true);
        const left = stateOf(events.filter((_, index) => isLeft[index]));
        const right = stateOf(events.filter((_, index) => !isLeft[index]));
        expect(encodeState(mergeStates(left, right))).toEqual(encodeState(stateOf(events)));
      }),
    );
  });

  test('mergeStates leaves its arguments as they are', () => {
    const a = stateOf([exampleEvent({ name: 'Bought', properties: { total: 1 } })]);
    const before = encodeState(a);
    mergeStates(a, a);
    expect(encodeState(a)).toEqual(before);
  });

  test('mergeStates keeps the newest days in detail, and of older ones whether there was activity, as counted from all events', () => {
    fc.assert(
      fc.property(shuffled, ([events, reordered]) => {
        expect(stateOf(reordered).days).toEqual(daysByBruteForce(events));
        expect(stateOf(events).events).toBe(events.length);
      }),
      { numRuns: 200 },
    );
  });

  test('mergeStates keeps the newest 96 days, and a late event of an older day changes totals only', () => {
    const days = Array.from({ length: 120 }, (_, day) => exampleEvent({ id: `d${day}`, timeMs: juneMs + day * dayMs }));
    const state = stateOf(days);
    expect(state.days).toHaveLength(daysKept);
    expect(state.days.at(0)?.day).toBe(juneMs / dayMs + 120 - daysKept);
    const late = mergeStates(state, stateOfEvent(exampleFolding, exampleEvent({ id: 'late', timeMs: juneMs })));
    expect(late.days).toEqual(state.days);
    expect(late.totals.get('activity')).toEqual({
      count: 121,
      firstMs: juneMs,
      lastMs: juneMs + 119 * dayMs,
      sumMinor: 0,
    });
  });

  test('mergeStates takes the counts off a day when it has become too old, and leaves the totals', () => {
    const old = [1, 2, 3].map((id) => exampleEvent({ id: `p${id}`, name: 'Bought', properties: { total: 5 } }));
    const newest = (days: number) => exampleEvent({ id: 'n', timeMs: juneMs + days * dayMs });
    const before = stateOf([...old, newest(daysInDetail - 1)]);
    expect(before.days[0]).toMatchObject({ activities: 3, purchases: 3, purchaseMinor: 1_500 });
    const after = stateOf([...old, newest(daysInDetail)]);
    expect(after.days[0]).toEqual({ day: juneMs / dayMs, activities: 1, purchases: 0, purchaseMinor: 0 });
    expect(after.totals.get('purchase')).toMatchObject({ count: 3, sumMinor: 1_500 });
  });

  test('mergeStates takes a late event of a day without counts in, as activity and nothing else', () => {
    const state = stateOf([exampleEvent({ id: 'n', timeMs: juneMs + daysInDetail * dayMs })]);
    const buy = exampleEvent({ id: 'p', name: 'Bought', properties: { total: 5 } });
    const first = mergeStates(state, stateOfEvent(exampleFolding, buy));
    expect(first.days[0]).toEqual({ day: juneMs / dayMs, activities: 1, purchases: 0, purchaseMinor: 0 });
    const second = mergeStates(first, stateOfEvent(exampleFolding, { ...buy, id: 'q' }));
    expect(second.days).toEqual(first.days);
    expect(second.totals.get('purchase')).toMatchObject({ count: 2, sumMinor: 1_000 });
  });

  test('mergeStates keeps a day without counts on which only money came in the background, as one without activity', () => {
    const buy = exampleEvent({ id: 'p', name: 'Bought', properties: { total: 5 }, context: { active: false } });
    const state = stateOf([buy, exampleEvent({ id: 'n', timeMs: juneMs + daysInDetail * dayMs })]);
    expect(state.days[0]).toEqual({ day: juneMs / dayMs, activities: 0, purchases: 0, purchaseMinor: 0 });
  });

  test('mergeStates adds money exactly, as big integers would', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 1_000_000_000_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(amounts, (cents) => {
        const state = stateOf(
          cents.map((one, index) =>
            exampleEvent({ id: `p${index}`, name: 'Bought', properties: { total: one / 100 } }),
          ),
        );
        const sum = cents.reduce((total, one) => total + BigInt(one), 0n);
        expect(BigInt(state.totals.get('purchase')?.sumMinor ?? 0)).toBe(sum);
        expect(BigInt(state.days[0]?.purchaseMinor ?? 0)).toBe(sum);
      }),
    );
  });
});

test('daysKept covers every day in detail, and daysInDetail the longest window that the vital signs answer', () => {
  expect(daysKept).toBeGreaterThanOrEqual(daysInDetail);
  const of = { events: { by: 'activity' as const }, where: [] };
  expect(vitalSignOf({ kind: 'days', of, sum: null, days: daysInDetail })).not.toBeNull();
  expect(vitalSignOf({ kind: 'days', of, sum: null, days: daysInDetail + 1 })).toBeNull();
});
