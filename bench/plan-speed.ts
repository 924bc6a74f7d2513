import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { conform } from '#domain/ingest/conform.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { eventSchema } from '#domain/ingest/plan-schema.ts';
import { plannedEvents } from '#domain/ingest/tracking-plan.ts';
import { retention } from '#retention/retention.ts';
import { bestOf } from './best-of.ts';

/** How fast the tracking plan judges events, beside other ways to look at the same ones. All on one core. */
export type PlanFigures = {
  readonly conformPerSecond: number;
  /** Judged, and told what it means: what an event costs from the door into the profile. */
  readonly conformAndInterpretPerSecond: number;
  /** The exported JSON Schema of the event, compiled by ajv: the code that ajv standalone would write to a file. */
  readonly ajvPerSecond: number;
  readonly parsePerSecond: number;
};

const rounds = 7;
const repetitions = 20_000;

const product = {
  product_id: '507f1f77bcf86cd799439011',
  sku: 'G-32',
  category: 'Games',
  name: 'Monopoly: 3rd Edition',
  brand: 'Hasbro',
  price: 18.99,
  quantity: 1,
  url: 'https://www.example.com/product/path',
};
const order = { order_id: '50314b8e9bcf', total: 27.5, shipping: 3, tax: 2, currency: 'USD', coupon: 'hasbros' };

/** What a shop sends, as the Segment specification has it: views, carts, orders of two products, searches, sign-ins. */
const shopEvents: readonly [string, JsonObject][] = [
  ['Product Viewed', product],
  ['Product Added', { cart_id: 'skdjsidjsdkdj29j', ...product }],
  ['Products Searched', { query: 'blue roses' }],
  ['Signed In', { username: 'pgibbons' }],
  ['Order Completed', { ...order, products: [product, product] }],
];

function sample(): CanonicalEvent[] {
  return shopEvents.map(([name, properties], index) => ({
    tenant: 'bench',
    id: `event-${index}`,
    type: 'track',
    name,
    userId: 'ada',
    anonymousId: null,
    accountId: null,
    timeMs: 0,
    receivedMs: 0,
    properties,
    context: {},
  }));
}

/** How many events a second some work gets through, which says of each whether it is fine. */
function rateOf<T>(sampled: readonly T[], isFine: (one: T) => boolean): number {
  const seconds = bestOf(rounds, () => {
    for (let left = repetitions; left > 0; left -= 1) {
      for (const one of sampled) if (!isFine(one)) throw new Error('Cannot measure: an event of the sample is wrong');
    }
  });
  return Math.round((repetitions * sampled.length) / seconds);
}

/** Measures the plan of `retention/`. */
export function measurePlanSpeed(): PlanFigures {
  const { plan } = retention;
  const events = sample();
  const ajv = new Ajv2020({ strict: true });
  addFormats.default(ajv);
  const validators = new Map(plannedEvents(plan).map((event) => [event.name, ajv.compile(eventSchema(plan, event))]));
  const conforms = (event: CanonicalEvent) => {
    const found = conform(plan, event);
    return found.kind === 'conforms' && found.reports.length === 0;
  };
  return {
    conformPerSecond: rateOf(events, conforms),
    conformAndInterpretPerSecond: rateOf(events, (event) => conforms(event) && interpret(plan, event).kind === 'means'),
    ajvPerSecond: rateOf(events, (event) => validators.get(event.name)?.(event.properties) === true),
    parsePerSecond: rateOf(
      events.map((event) => JSON.stringify(event)),
      (text) => JSON.parse(text) !== null,
    ),
  };
}
