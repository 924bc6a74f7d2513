import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '#contracts/json.ts';
import { conform } from '#domain/ingest/conform.ts';
import { activity, purchase, refund } from '#domain/ingest/event-builders.ts';
import { eventSchema, planSchema, schemaNames } from '#domain/ingest/plan-schema.ts';
import { optional, required } from '#domain/ingest/property-declaration.ts';
import { number, text } from '#domain/ingest/property-types.ts';
import { plannedEvents, type TrackingPlan, trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { retention } from '#retention/retention.ts';
import { exampleEvent } from '../example-event.ts';
import { anyPropertyType } from './any-property-type.ts';

/** Whether a schema is met, by the validator that most teams use, in its strict mode. */
function judgeOf(schema: JsonObject): (value: unknown) => boolean {
  const ajv = new Ajv2020({ strict: true, allErrors: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (value) => validate(value);
}

/** Whether our own check has nothing to say. */
function isOnPlan(plan: TrackingPlan, name: string, properties: JsonObject): boolean {
  const found = conform(plan, exampleEvent({ name, properties }));
  return found.kind === 'conforms' && found.reports.length === 0;
}

describe('eventSchema', () => {
  test('eventSchema and conform agree about any property of any type', () => {
    const declared = fc.record({ a: anyPropertyType, b: anyPropertyType });
    fc.assert(
      fc.property(declared, fc.gen(), ({ a, b }, draw) => {
        const properties = { a: required(a.type), b: optional(b.type) };
        const plan = trackingPlan([activity('Seen', { properties })]);
        const [event] = plannedEvents(plan);
        if (event === undefined) throw new Error('no event is planned');
        const judge = judgeOf(eventSchema(plan, event));
        for (let tries = 0; tries < 20; tries += 1) {
          const told: JsonObject = {};
          if (draw(fc.nat, { max: 9 }) > 0) told['a'] = draw(() => a.values);
          if (draw(fc.nat, { max: 9 }) > 1) told['b'] = draw(() => b.values);
          // What a client sends has come through JSON: there is no -0 and no undefined.
          const sent: JsonObject = JSON.parse(JSON.stringify(told));
          expect(judge(sent), JSON.stringify(sent)).toBe(isOnPlan(plan, 'Seen', sent));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('eventSchema and conform agree about money and currencies', () => {
    const amounts = fc.oneof(
      fc.constantFrom<Json[]>(null, 'a lot', '12.30', '-1', -0.01, 0, 10_000_000_000, 10_000_000_001, [5], true),
      fc.double({ noNaN: true }),
      fc.integer({ min: -100, max: 100 }),
    );
    const currencies = fc.constantFrom<Json[]>(null, 'EUR', 'eur', 'usd', 'CHF', 'euro', 7);
    const events = [
      purchase('Bought', { amount: ['total', 'revenue'] }),
      refund('Returned', { amount: 'total', currency: 'in' }),
      purchase('Donated', { amount: 'gift', whenAmountWrong: 'allow and report', whenWrong: 'omit property' }),
    ];
    // By a rate below 1, no amount becomes too large.
    const plans = [trackingPlan(events), trackingPlan(events, { money: { currency: 'USD', rates: { eur: 0.93 } } })];
    const told = fc.record(
      { total: amounts, revenue: amounts, gift: amounts, currency: currencies, in: currencies },
      { requiredKeys: [] },
    );
    for (const plan of plans) {
      for (const event of plannedEvents(plan)) {
        const judge = judgeOf(eventSchema(plan, event));
        fc.assert(
          fc.property(told, (properties) => {
            expect(judge(properties), event.name).toBe(isOnPlan(plan, event.name, properties));
          }),
          { numRuns: 1_000 },
        );
      }
    }
  });

  test('eventSchema says of the event what a reader wants to know', () => {
    const description = 'A lesson was read to its end.';
    const options = { description, version: 3, aliases: ['Lesson Done'], properties: { course: required(text()) } };
    const plan = trackingPlan([activity('Lesson Finished', options)]);
    expect(plannedEvents(plan).map((event) => eventSchema(plan, event))).toEqual([
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: 'urn:holdfast:event:lesson-finished:3',
        title: 'Lesson Finished',
        description:
          'A lesson was read to its end. Version 3. Means: nothing more, a sign of life. Also known as: Lesson Done.',
        type: 'object',
        properties: { course: { type: 'string' } },
        required: ['course'],
      },
    ]);
  });
});

describe('planSchema', () => {
  const plan = trackingPlan(
    [
      purchase('Bought', { amount: 'total', aliases: ['bought'] }),
      activity('Seen', { properties: { score: optional(number()) } }),
    ],
    { unplanned: 'block' },
  );
  const judge = judgeOf(planSchema(plan));
  const call = (event: string, properties?: Json) => ({ type: 'track', event, userId: 'ada', properties });

  test.each<[boolean, unknown]>([
    [true, call('Bought', { total: 5 })],
    [true, call('bought', { total: 5, more: [1] })],
    [false, call('bought', { total: 'x' })],
    [false, call('Bought', undefined)],
    [true, call('Seen', undefined)],
    [true, call('Seen', null)],
    [true, call('Seen', { score: null })],
    [false, call('Seen', { score: 'high' })],
    [false, call('Unheard', {})],
    [false, { type: 'track' }],
  ])('planSchema is met (%j) by %j', (isMet, item) => {
    expect(judge(JSON.parse(JSON.stringify(item)))).toBe(isMet);
  });

  test('planSchema lets events through that are not planned, where the plan does', () => {
    expect(judgeOf(planSchema(trackingPlan([])))(call('Unheard'))).toBe(true);
  });

  test('planSchema of the deployment can be compiled, and so can the schema of every event', () => {
    expect(judgeOf(planSchema(retention.plan))(call('Order Completed', { total: 12.5 }))).toBe(true);
    for (const event of plannedEvents(retention.plan)) judgeOf(eventSchema(retention.plan, event));
  });
});

describe('schemaNames', () => {
  test('schemaNames are the names in lower case with hyphens, each once, and none is the name of the plan', () => {
    const names = ['Order Completed', 'order_completed', 'Über uns', '!!', 'Tracking Plan', 'Ends!'];
    expect([...schemaNames(trackingPlan(names.map((name) => activity(name)))).values()]).toEqual([
      'order-completed',
      'order-completed-2',
      'ber-uns',
      'event',
      'tracking-plan-2',
      'ends',
    ]);
  });
});
