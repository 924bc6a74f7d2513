import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { eventTypes } from '#contracts/canonical-event.ts';
import type { EventSelector, PropertyCondition } from '#contracts/event-selector.ts';
import type { JsonObject } from '#contracts/json.ts';
import { meanings } from '#contracts/moment.ts';
import { compileSelector, couldSelect } from '#domain/features/select-event.ts';
import { activity, featureUse, purchase } from '#domain/ingest/event-builders.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { anyCellHistory } from '../cell-histories.ts';
import { anyActivity, exampleSpecs, named } from '../example-cells.ts';
import { exampleEvent, examplePlan } from '../example-event.ts';

const plan = trackingPlan([
  featureUse('Used', { aliases: ['feature_used'] }),
  purchase('Bought', { amount: 'total' }),
  activity('Synced', { isActivity: false }),
]);

function selects(selector: EventSelector, told: Partial<CanonicalEvent>): boolean {
  const event = exampleEvent(told);
  return compileSelector(plan, selector)(event, interpret(plan, event));
}

function meets(condition: PropertyCondition, properties: JsonObject, told: Partial<CanonicalEvent> = {}): boolean {
  return selects(named('Used', condition), { name: 'Used', properties, ...told });
}

describe('compileSelector', () => {
  test('compileSelector takes a name for its aliases too, in either direction, and for track events alone', () => {
    for (const selector of [named('Used'), named('feature_used')]) {
      expect(selects(selector, { name: 'Used' })).toBe(true);
      expect(selects(selector, { name: 'feature_used' })).toBe(true);
      expect(selects(selector, { name: 'Bought', properties: { total: 1 } })).toBe(false);
      expect(selects(selector, { type: 'page', name: 'Used' })).toBe(false);
    }
  });

  test('compileSelector takes names that the plan does not know as they are', () => {
    expect(selects(named('Never Planned'), { name: 'Never Planned' })).toBe(true);
    expect(selects(named('Never Planned'), { name: 'never planned' })).toBe(false);
  });

  test('compileSelector by activity takes signs of life, and meaning activity is the same', () => {
    for (const events of [{ by: 'activity' } as const, { by: 'meaning', meaning: 'activity' } as const]) {
      const selector = { events, where: [] };
      expect(selects(selector, {})).toBe(true);
      expect(selects(selector, { type: 'page' })).toBe(true);
      expect(selects(selector, { context: { active: false } })).toBe(false);
      expect(selects(selector, { type: 'identify' })).toBe(false);
      expect(selects(selector, { name: 'Synced' })).toBe(false);
    }
  });

  test('compileSelector takes no event that breaks the plan, by whatever it selects', () => {
    const broken = { name: 'Bought', properties: { total: 'a lot' } };
    const kinds: EventSelector['events'][] = [
      { by: 'name', names: ['Bought'] },
      { by: 'meaning', meaning: 'purchase' },
      { by: 'activity' },
      { by: 'type', type: 'track' },
    ];
    for (const events of kinds) {
      expect(selects({ events, where: [] }, broken)).toBe(false);
      expect(selects({ events, where: [] }, { ...broken, properties: { total: 1 } })).toBe(true);
    }
  });

  test('compileSelector takes only what meets every condition', () => {
    const both = named(
      'Used',
      { property: 'feature', is: 'one of', values: ['export'] },
      { property: 'rows', is: 'at least', value: 10 },
      { property: 'ok', is: 'present' },
    );
    expect(selects(both, { name: 'Used', properties: { feature: 'export', rows: 10, ok: false } })).toBe(true);
    expect(selects(both, { name: 'Used', properties: { feature: 'export', rows: 9, ok: false } })).toBe(false);
    expect(selects(both, { name: 'Used', properties: { feature: 'export', rows: 10, ok: null } })).toBe(false);
  });

  test.each<[PropertyCondition, JsonObject, boolean]>([
    [{ property: 'a', is: 'one of', values: ['x', 1, true] }, { a: 1 }, true],
    [{ property: 'a', is: 'one of', values: ['x', 1, true] }, { a: '1' }, false],
    [{ property: 'a', is: 'one of', values: ['x', 1, true] }, { a: true }, true],
    [{ property: 'a', is: 'one of', values: ['undefined'] }, {}, false],
    [{ property: 'a', is: 'at least', value: 3 }, { a: 3 }, true],
    [{ property: 'a', is: 'at least', value: 3 }, { a: '4.50' }, true],
    [{ property: 'a', is: 'at least', value: 3 }, { a: '4 EUR' }, false],
    [{ property: 'a', is: 'at least', value: 0 }, { a: '' }, false],
    [{ property: 'a', is: 'at least', value: 0 }, { a: true }, false],
    [{ property: 'a', is: 'at most', value: 3 }, { a: 3 }, true],
    [{ property: 'a', is: 'at most', value: 3 }, { a: '2.99' }, true],
    [{ property: 'a', is: 'at most', value: 3 }, { a: null }, false],
    [{ property: 'a', is: 'at most', value: 3 }, {}, false],
    [{ property: 'a', is: 'contains', text: 'Cancel' }, { a: 'how to CANCEL' }, true],
    [{ property: 'a', is: 'contains', text: '1' }, { a: 1 }, false],
    [{ property: 'a.b', is: 'present' }, { a: { b: 0 } }, true],
    [{ property: 'a.b', is: 'present' }, { a: 'b' }, false],
    [{ property: 'constructor', is: 'present' }, {}, false],
  ])('compileSelector: %j of %j is %s', (condition, properties, expected) => {
    expect(meets(condition, properties)).toBe(expected);
  });

  test('compileSelector reads the context, and what the event itself is called, by their paths', () => {
    const context = { traits: { role: 'admin' } };
    const isAdmin: PropertyCondition = { property: 'context.traits.role', is: 'one of', values: ['admin'] };
    expect(meets(isAdmin, {}, { context })).toBe(true);
    expect(meets(isAdmin, context)).toBe(false);
    expect(meets({ property: 'context', is: 'present' }, { context: 1 })).toBe(true);
    const byAda: PropertyCondition = { property: 'event.userId', is: 'one of', values: ['ada'] };
    expect(meets(byAda, {})).toBe(true);
    expect(meets(byAda, {}, { userId: null, anonymousId: 'ada' })).toBe(false);
    const page = { events: { by: 'type', type: 'page' } as const, where: [] };
    const cancel: PropertyCondition = { property: 'event.name', is: 'contains', text: 'cancel' };
    expect(selects({ ...page, where: [cancel] }, { type: 'page', name: 'Cancel plan' })).toBe(true);
  });
});

describe('couldSelect', () => {
  const kinds: EventSelector['events'][] = [
    ...meanings.map((meaning) => ({ by: 'meaning' as const, meaning })),
    ...eventTypes.map((type) => ({ by: 'type' as const, type })),
    anyActivity.events,
    { by: 'name', names: ['Used', 'Looked'] },
  ];
  const selectors = [
    ...kinds.map((events) => ({ events, where: [] })),
    ...exampleSpecs.flatMap((spec) => ('of' in spec ? [spec.of] : [])),
  ];

  test('couldSelect leaves nothing out that is selected', () => {
    fc.assert(
      fc.property(anyCellHistory, fc.constantFrom(...selectors), (events, selector) => {
        const isSelected = compileSelector(examplePlan, selector);
        for (const event of events) {
          if (!isSelected(event, interpret(examplePlan, event))) continue;
          expect(couldSelect(examplePlan, selector, event.type, event.name)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('couldSelect leaves out what can never be', () => {
    expect(couldSelect(plan, named('Used'), 'track', 'Bought')).toBe(false);
    expect(couldSelect(plan, anyActivity, 'identify', '')).toBe(false);
    expect(couldSelect(plan, anyActivity, 'track', 'Synced')).toBe(false);
    expect(couldSelect(plan, { events: { by: 'meaning', meaning: 'purchase' }, where: [] }, 'track', 'Used')).toBe(
      false,
    );
  });
});
