import fc from 'fast-check';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json, JsonObject } from '#contracts/json.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';
import { timesWithin } from '../histories.ts';

const names = [
  'Bought',
  'Bought',
  'Returned',
  'Carted',
  'Complained',
  'Helped',
  'Used',
  'Used',
  'Came In',
  'Moved',
  'Looked',
];

const sometimes = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 3 });

const properties = fc
  .record({
    total: fc.integer({ min: 0, max: 500_000 }).map((cents) => cents / 100),
    discount: sometimes(fc.integer({ min: -500, max: 5_000 }).map((cents) => cents / 100)),
    feature: sometimes(fc.constantFrom('a', 'b', 'c', 'd', 'unheard of')),
    mrr: sometimes(fc.integer({ min: 0, max: 5_000 })),
    subscription_id: sometimes(fc.constantFrom('s1', 's2', 's3')),
    renews_at: sometimes(fc.integer({ min: juneMs - 100 * dayMs, max: juneMs + 400 * dayMs })),
    rating: sometimes(fc.oneof(fc.integer({ min: 1, max: 5 }), fc.constantFrom('good', null))),
    vip: sometimes(fc.boolean()),
    plan: sometimes(fc.constantFrom('free', 'team', 'all')),
    holdfastSentiment: sometimes(fc.integer({ min: -1_000, max: 1_000 }).map((thousandths) => thousandths / 1_000)),
  })
  .map((drawn): JsonObject => {
    const told: Record<string, Json> = {};
    for (const [name, value] of Object.entries(drawn)) if (value !== undefined) told[name] = value;
    return told;
  });

const subjects = fc.record({
  type: fc.constantFrom<CanonicalEvent['type']>('track', 'track', 'track', 'track', 'page', 'identify'),
  name: fc.constantFrom(...names),
  inForeground: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  role: sometimes(fc.constantFrom('admin', 'champion')),
  properties,
});

/**
 * Histories in which everything happens that features look at, in any order, also at the same time and around midnight.
 */
export function featureHistories(span: { days: number; maxEvents: number }): fc.Arbitrary<CanonicalEvent[]> {
  const drawn = fc.array(fc.tuple(timesWithin(juneMs, span.days), subjects), {
    maxLength: span.maxEvents,
    size: 'max',
  });
  return drawn.map((events) =>
    events.map(([timeMs, { type, name, inForeground, role, properties: told }], index) =>
      exampleEvent({
        id: `event-${index}`,
        type,
        name: type === 'track' ? name : 'Home',
        timeMs,
        receivedMs: timeMs,
        properties: told,
        context: { ...(inForeground ? {} : { active: false }), ...(role === undefined ? {} : { traits: { role } }) },
      }),
    ),
  );
}

/**
 * Times at which a history can be looked at: by a clock that is behind its newest event by 5 minutes at most, to years
 * later.
 */
export function timesToLook(events: readonly CanonicalEvent[]): fc.Arbitrary<number> {
  const newestMs = events.reduce((newest, { timeMs }) => Math.max(newest, timeMs), juneMs);
  const earliestMs = newestMs - 5 * 60_000;
  const midnights = fc
    .tuple(fc.integer({ min: 1, max: 120 }), fc.integer({ min: -1, max: 1 }))
    .map(([days, off]) => (Math.floor(newestMs / dayMs) + days) * dayMs + off);
  return fc.oneof(
    fc.integer({ min: earliestMs, max: newestMs + 10 * dayMs }),
    fc.integer({ min: earliestMs, max: newestMs + 900 * dayMs }),
    midnights,
    fc.constantFrom(earliestMs, newestMs, newestMs + 1),
  );
}
