import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { meanings, momentSchema } from '#contracts/moment.ts';
import { plannedEvents } from '#domain/ingest/tracking-plan.ts';
import { stateOfEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { dayMs, exampleEvent, examplePlan, juneMs } from '../example-event.ts';
import { exampleFolding } from '../histories.ts';

const noonMs = juneMs + dayMs / 2;
const once = { count: 1, firstMs: noonMs, lastMs: noonMs, sumMinor: 0 };
/** An event that happened, for which no cell is declared. */
const noCells = { cells: new Map(), complete: new Set() };
const today = { day: juneMs / dayMs, activities: 1, purchases: 0, purchaseMinor: 0 };

function stateFor(told: Partial<CanonicalEvent>) {
  return stateOfEvent(exampleFolding, exampleEvent(told));
}

describe('stateOfEvent', () => {
  test('stateOfEvent takes an event that the plan does not name as activity and nothing else', () => {
    expect(stateFor({})).toEqual({ ...noCells, events: 1, totals: new Map([['activity', once]]), days: [today] });
  });

  test('stateOfEvent takes a purchase as activity and money', () => {
    expect(stateFor({ name: 'Bought', properties: { total: '19.90' } })).toEqual({
      ...noCells,
      events: 1,
      totals: new Map([
        ['activity', once],
        ['purchase', { ...once, sumMinor: 1990 }],
      ]),
      days: [{ ...today, purchases: 1, purchaseMinor: 1990 }],
    });
  });

  test('stateOfEvent takes a refund as money that goes back, not as a sign of life', () => {
    expect(stateFor({ name: 'Returned', properties: { total: 5 } })).toEqual({
      ...noCells,
      events: 1,
      totals: new Map([['refund', { ...once, sumMinor: 500 }]]),
      days: [],
    });
  });

  test('stateOfEvent keeps the money of a purchase in the background, and counts no activity', () => {
    const state = stateFor({ name: 'Bought', properties: { total: 3 }, context: { active: false } });
    expect([...state.totals.keys()]).toEqual(['purchase']);
    expect(state.days).toEqual([{ ...today, activities: 0, purchases: 1, purchaseMinor: 300 }]);
  });

  test.each(['identify', 'group', 'alias'] as const)(
    'stateOfEvent counts %s as an event, and as no activity',
    (type) => {
      expect(stateFor({ type, name: 'Bought' })).toEqual({ ...emptyProfileState, ...noCells, events: 1 });
    },
  );

  test('stateOfEvent counts what an event means under its meaning, and rules can ask when that was', () => {
    for (const { name, meaning, isActivity } of plannedEvents(examplePlan)) {
      const state = stateFor({ name, properties: { total: 5, granted: true } });
      expect([...state.totals.keys()], name).toEqual([...(isActivity ? ['activity'] : []), meaning]);
      for (const edge of ['first', 'last']) expect(momentSchema.safeParse(`${edge} ${meaning}`).success).toBe(true);
      expect([...state.totals.values()].at(-1)).toMatchObject({ firstMs: noonMs, lastMs: noonMs });
    }
    expect(new Set(plannedEvents(examplePlan).map((event) => event.meaning)).size).toBe(meanings.length - 1);
  });

  test('stateOfEvent takes nothing from an event that breaks the plan but that there was one', () => {
    expect(stateFor({ name: 'Bought', properties: { total: 'a lot' } })).toEqual({
      ...emptyProfileState,
      ...noCells,
      events: 1,
    });
  });

  test.each([
    ['the last millisecond of a day', -1, -1],
    ['midnight', 0, 0],
  ])('stateOfEvent puts %s into the UTC day that it lies in', (_, offMs, offDays) => {
    expect(stateFor({ timeMs: juneMs + offMs }).days[0]?.day).toBe(juneMs / dayMs + offDays);
  });
});
