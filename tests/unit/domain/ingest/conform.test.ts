import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { conform } from '#domain/ingest/conform.ts';
import { activity, cart, consentChange, purchase } from '#domain/ingest/event-builders.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { list, object } from '#domain/ingest/nested-types.ts';
import { optional, policies, required } from '#domain/ingest/property-declaration.ts';
import { number, text, wholeNumber } from '#domain/ingest/property-types.ts';
import { trackingPlan, unplannedPolicies } from '#domain/ingest/tracking-plan.ts';
import { exampleEvent, examplePlan } from '../example-event.ts';
import { anyPropertyType } from './any-property-type.ts';

const lesson = activity('Lesson Finished', {
  aliases: ['Lesson Done'],
  properties: {
    course: required(text(), { whenWrong: 'block' }),
    score: optional(number({ least: 0, most: 100 })),
    teacher: optional(text(), { whenWrong: 'omit property' }),
    pages: optional(list(object({ number: required(wholeNumber({ least: 1 })) }))),
  },
});
const plan = trackingPlan([lesson]);

function lessonWith(properties: JsonObject, name = 'Lesson Finished') {
  return conform(plan, exampleEvent({ name, properties }));
}

const report = (rule: string, value: string, outcome = 'allowed') => ({
  eventName: 'Lesson Finished',
  rule,
  detail: `${rule}: ${value}`,
  outcome,
});

describe('conform', () => {
  test('conform hands back the very event where the plan has nothing to say', () => {
    const events = [
      exampleEvent({ name: 'Lesson Finished', properties: { course: 'Knots', score: 7, teacher: null, more: [1] } }),
      exampleEvent({ name: 'Unheard' }),
      exampleEvent({ name: '__proto__' }),
      exampleEvent({ type: 'page', name: 'Lesson Finished' }),
      exampleEvent({ type: 'identify', name: 'Lesson Finished' }),
    ];
    for (const event of events) {
      const found = conform(plan, event);
      expect(found).toEqual({ kind: 'conforms', event, reports: [] });
      expect(found.kind === 'conforms' && found.event === event).toBe(true);
    }
  });

  test('conform takes an event that came under an alias under its name', () => {
    expect(lessonWith({ course: 'Knots' }, 'Lesson Done')).toEqual({
      kind: 'conforms',
      event: exampleEvent({ name: 'Lesson Finished', properties: { course: 'Knots' } }),
      reports: [],
    });
  });

  test('conform sets an event aside for a property that blocks: missing, null or wrong, with the value', () => {
    const problem = (detail: string) => ({ kind: 'problem', detail });
    expect(lessonWith({})).toEqual(problem('properties.course must be a text: missing'));
    expect(lessonWith({ course: null })).toEqual(problem('properties.course must be a text: null'));
    expect(lessonWith({ course: 7 })).toEqual(problem('properties.course must be a text: 7'));
  });

  test('conform takes an event without a property that is omitted, and leaves the others alone', () => {
    const found = lessonWith({ course: 'Knots', teacher: 7, ['__proto__x']: 1 });
    expect(found).toEqual({
      kind: 'conforms',
      event: exampleEvent({ name: 'Lesson Finished', properties: { course: 'Knots', ['__proto__x']: 1 } }),
      reports: [report('properties.teacher must be a text', '7', 'property omitted')],
    });
  });

  test('conform reports what it allows: the rule without the value, the place without the position', () => {
    expect(lessonWith({ course: 'Knots', score: 101 })).toMatchObject({
      kind: 'conforms',
      event: { properties: { course: 'Knots', score: 101 } },
      reports: [report('properties.score must be a number of 0 to 100', '101')],
    });
    expect(lessonWith({ course: 'Knots', pages: [{ number: 1 }, { number: 0 }] })).toMatchObject({
      reports: [
        {
          rule: 'properties.pages[].number must be a whole number of at least 1',
          detail: 'properties.pages[1].number must be a whole number of at least 1: 0',
        },
      ],
    });
    expect(lessonWith({ course: 'Knots', pages: [{}] })).toMatchObject({
      reports: [{ detail: 'properties.pages[0].number must be a whole number of at least 1: missing' }],
    });
    expect(lessonWith({ course: 'Knots', pages: [null] })).toMatchObject({
      reports: [{ detail: 'properties.pages[0] must be an object: null' }],
    });
    expect(lessonWith({ course: 'Knots', pages: 'all' })).toMatchObject({
      reports: [{ rule: 'properties.pages must be a list', detail: 'properties.pages must be a list: "all"' }],
    });
  });

  test('conform shows no more of a value than fits a line', () => {
    expect(lessonWith({ course: 'Knots', score: 'x'.repeat(30_000) })).toMatchObject({
      reports: [{ detail: expect.stringMatching(/^.{1,140}$/) }],
    });
  });

  test('conform keeps a property called __proto__ where another is omitted', () => {
    const properties: JsonObject = JSON.parse('{"__proto__": {"admin": true}, "course": "Knots", "teacher": 7}');
    const found = lessonWith(properties);
    expect(found.kind === 'conforms' && JSON.stringify(found.event.properties)).toBe(
      '{"__proto__":{"admin":true},"course":"Knots"}',
    );
    expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
  });

  test('conform sets aside an order without an amount, and reports no more than the amount', () => {
    const bought = (total: JsonObject[string]) =>
      conform(examplePlan, exampleEvent({ name: 'Bought', properties: { total } }));
    expect(bought('much')).toEqual({
      kind: 'problem',
      detail: 'properties.total must be an amount of money: "much"',
    });
    expect(bought(5)).toMatchObject({ kind: 'conforms', reports: [] });
  });

  test('conform reports a wrong amount once where it is allowed, and each property of the money that is wrong beside it', () => {
    const lenient = trackingPlan([
      purchase('Bought', { amount: ['total', 'revenue'], whenAmountWrong: 'allow and report' }),
    ]);
    const of = (properties: JsonObject) => conform(lenient, exampleEvent({ name: 'Bought', properties }));
    const rulesOf = (properties: JsonObject) => {
      const found = of(properties);
      return found.kind === 'conforms' ? found.reports.map((one) => one.rule) : found.detail;
    };
    expect(rulesOf({ total: 'much' })).toEqual(['properties.total must be an amount of money']);
    expect(rulesOf({})).toEqual(['properties.total or revenue must be an amount of money']);
    expect(rulesOf({ total: 5, revenue: 'less', currency: 'Euro' })).toEqual([
      'properties.revenue must be an amount of money',
      'properties.currency must be a currency code of three letters',
    ]);
  });

  test.each(unplannedPolicies)('conform does with an event that is not planned what the plan says: %s', (unplanned) => {
    const strict = trackingPlan([cart('Added', { aliases: ['Put'] })], { unplanned });
    const expected = {
      allow: { kind: 'conforms', reports: [] },
      report: { kind: 'conforms', reports: [{ eventName: 'Looked', outcome: 'allowed' }] },
      block: { kind: 'problem', detail: 'the event is not in the tracking plan: "Looked"' },
    };
    expect(conform(strict, exampleEvent())).toMatchObject(expected[unplanned]);
    expect(conform(strict, exampleEvent({ name: 'Put' }))).toMatchObject({ kind: 'conforms', reports: [] });
    expect(conform(strict, exampleEvent({ type: 'page', name: 'Home' }))).toMatchObject({ kind: 'conforms' });
  });

  test('conform sets aside a change of consent that is not clear', () => {
    const consent = trackingPlan([
      consentChange('Consent Changed', { channel: { property: 'channel' }, granted: { property: 'granted' } }),
    ]);
    const of = (properties: JsonObject) => conform(consent, exampleEvent({ name: 'Consent Changed', properties })).kind;
    expect(of({ channel: 'email', granted: 'No' })).toBe('conforms');
    expect(of({ granted: false })).toBe('conforms');
    expect(of({ channel: 'email' })).toBe('problem');
    expect(of({ channel: 'email', granted: 'perhaps' })).toBe('problem');
    expect(of({ channel: '7', granted: true })).toBe('problem');
  });
});

describe('conform, whatever is declared and sent', () => {
  const declared = fc.record({
    a: anyPropertyType,
    b: anyPropertyType,
    eventPolicy: fc.constantFrom(...policies),
    ownPolicy: fc.constantFrom(...policies, undefined),
    money: fc.constantFrom('block', 'allow and report'),
  });
  const money = fc.constantFrom('12.30', 7, -1, null, 'much', 10_000_000_000);

  /** A plan and an event that it may or may not like. */
  const cases = declared.chain(({ a, b, eventPolicy, ownPolicy, money: whenAmountWrong }) => {
    const options = ownPolicy === undefined ? {} : { whenWrong: ownPolicy };
    const event = purchase('Bought', {
      amount: 'total',
      whenAmountWrong,
      aliases: ['Paid'],
      whenWrong: eventPolicy,
      properties: { a: required(a.type, options), b: optional(b.type) },
    });
    const properties = fc.record({ a: a.values, b: b.values, total: money, c: fc.constant(1) }, { requiredKeys: [] });
    return fc.record({
      plan: fc.constantFrom(
        trackingPlan([event]),
        trackingPlan([event], { money: { currency: 'USD', rates: { EUR: 1.5 } } }),
      ),
      event: fc
        .record({ name: fc.constantFrom('Bought', 'Paid', 'Else'), properties })
        .map((told): CanonicalEvent => exampleEvent(told)),
    });
  });

  test('conform changes nothing more when it is done again', () => {
    fc.assert(
      fc.property(cases, ({ plan: any, event }) => {
        const once = conform(any, event);
        if (once.kind === 'problem') return;
        const again = conform(any, once.event);
        expect(again).toMatchObject({ kind: 'conforms' });
        expect(again.kind === 'conforms' && again.event).toBe(once.event);
      }),
      { numRuns: 1_000 },
    );
  });

  test('conform leaves nothing that interpret would call a problem, and changes nothing that it would tell', () => {
    fc.assert(
      fc.property(cases, ({ plan: any, event }) => {
        const found = conform(any, event);
        const meant = interpret(any, event);
        if (meant.kind === 'problem') expect(found).toEqual(meant);
        if (found.kind === 'conforms') expect(interpret(any, found.event)).toEqual(meant);
      }),
      { numRuns: 1_000 },
    );
  });

  test('conform does not change the event that it was given', () => {
    fc.assert(
      fc.property(cases, ({ plan: any, event }) => {
        const before = JSON.stringify(event);
        conform(any, event);
        expect(JSON.stringify(event)).toBe(before);
      }),
    );
  });
});
