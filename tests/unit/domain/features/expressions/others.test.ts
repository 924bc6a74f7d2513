import { describe, expect, test } from 'vitest';
import { noRelations } from '#contracts/relations.ts';
import { count } from '#domain/features/builders/counts.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { members, membersIn, score, shareOfMembersIn } from '#domain/features/builders/others.ts';
import { activity, last, meaning } from '#domain/features/builders/select.ts';
import { daysSince } from '#domain/features/builders/time.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { compiled, featureOf } from '../compiling.ts';
import { eventsAt } from './reading-examples.ts';

function populationOf(name: string, fifths: [number, number, number, number]) {
  const features = { [name]: { customers: 100, mean: 0, fifths } };
  return { schemaVersion: 1 as const, effectiveFromMs: 0, customers: 100, features, clustering: null };
}

describe('score', () => {
  const orders = feature('orders', count(meaning('purchase')), { description: 'orders' });
  const recency = feature('recency', daysSince(last(activity())), { description: 'recency' });

  test.each([
    [0, 1, 5],
    [1, 1, 5],
    [2, 2, 4],
    [3, 3, 3],
    [5, 4, 2],
    [9, 5, 1],
  ])('score of %i orders is %i where many are best, and %i where few are', (orderCount, high, low) => {
    const events = eventsAt('Bought', new Array<number>(orderCount).fill(juneMs), { properties: { total: 1 } });
    const population = populationOf('orders', [1, 2, 4, 8]);
    const scores = (['high', 'low'] as const).map((best) => {
      const definitions = [orders, feature('score', score(orders, { best }), { description: 's' })];
      return featureOf(events, definitions, 'score')({ nowMs: juneMs, population }).value;
    });
    expect(scores).toEqual([high, low]);
  });

  test('score of something that moves holds until the very millisecond at which it passes the next fifth', () => {
    const definitions = [recency, feature('score', score(recency, { best: 'low' }), { description: 's' })];
    const read = featureOf(eventsAt('Looked', [juneMs]), definitions, 'score');
    const population = populationOf('recency', [1, 7, 30, 90]);
    const first = read({ nowMs: juneMs + dayMs, population });
    expect(first).toEqual({ value: 5, perMs: 0, untilMs: juneMs + dayMs + 1 });
    const second = read({ nowMs: juneMs + dayMs + 1, population });
    expect(second).toEqual({ value: 4, perMs: 0, untilMs: juneMs + 7 * dayMs + 1 });
    expect(read({ nowMs: juneMs + 91 * dayMs, population })).toEqual({ value: 1, perMs: 0, untilMs: null });
  });

  test('score is nothing before the population was surveyed', () => {
    const definitions = [recency, feature('score', score(recency, { best: 'low' }), { description: 's' })];
    expect(featureOf(eventsAt('Looked', [juneMs]), definitions, 'score')({ nowMs: juneMs }).value).toBeNull();
  });
});

describe('members', () => {
  const subject = 'account';
  const definitions = [
    feature('all', members(), { description: 'm', subject }),
    feature('active', membersIn('active'), { description: 'a', subject }),
    feature('share', shareOfMembersIn('active'), { description: 's', subject }),
  ];
  const { features } = compiled(definitions, subject);
  const about = (counts: { count: number; inSegments: Record<string, number> } | null) => ({
    state: emptyProfileState,
    nowMs: juneMs,
    population: null,
    relations: { ...noRelations, members: counts },
  });

  test.each([
    [{ count: 4, inSegments: { active: 3 } }, [4, 3, 0.75]],
    [{ count: 0, inSegments: { active: 0 } }, [0, 0, null]],
    [{ count: 4, inSegments: {} }, [4, null, null]],
    [null, [null, null, null]],
  ])('members, membersIn and shareOfMembersIn of %j', (counts, expected) => {
    expect([...features.values()].map((one) => one.read(about(counts)).value)).toEqual(expected);
  });

  test('members are unknown until they were counted for the segment', () => {
    const known = (counts: Parameters<typeof about>[0]) =>
      [...features.values()].map((one) => one.isKnown(about(counts)));
    expect(known(null)).toEqual([false, false, false]);
    expect(known({ count: 4, inSegments: {} })).toEqual([true, false, false]);
    expect(known({ count: 4, inSegments: { active: 0 } })).toEqual([true, true, true]);
  });
});
