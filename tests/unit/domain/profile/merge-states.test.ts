import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maximumWindowDays } from '#domain/features/feature.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import { daysKept, emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { dayMs, exampleEvent, examplePlan, juneMs } from '../example-event.ts';
import { histories, stateOf } from '../histories.ts';

const long = histories({ days: 400, maxEvents: 250 });
const short = histories({ days: 20, maxEvents: 30 });
const eitherWay = fc.oneof(long, short);

/** A history and the same in another order. */
const shuffled = eitherWay.chain((events) =>
  fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length })),
);

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

  test('mergeStates keeps the newest 96 days, and a late event of an older day changes totals only', () => {
    const days = Array.from({ length: 120 }, (_, day) => exampleEvent({ id: `d${day}`, timeMs: juneMs + day * dayMs }));
    const state = stateOf(days);
    expect(state.days).toHaveLength(daysKept);
    expect(state.days.at(0)?.day).toBe(juneMs / dayMs + 120 - daysKept);
    const late = mergeStates(state, stateOfEvent(examplePlan, exampleEvent({ id: 'late', timeMs: juneMs })));
    expect(late.days).toEqual(state.days);
    expect(late.totals.get('activity')).toEqual({
      count: 121,
      firstMs: juneMs,
      lastMs: juneMs + 119 * dayMs,
      sumMinor: 0,
    });
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

test('daysKept covers the longest window that a feature may have', () => {
  expect(daysKept).toBeGreaterThanOrEqual(maximumWindowDays);
});
