import fc from 'fast-check';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { exampleEvent, juneMs } from './example-event.ts';
import { timesWithin } from './histories.ts';

const names = fc.constantFrom('Looked', 'Used', 'Used', 'Bought', 'Complained', 'Helped', 'Cancelled', 'Carted');

/** Values as senders write them, wrong ones among them. */
const features = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('export', 'import', 'share', 'print', 'search', 'é', '\u{1F980}') },
  { weight: 1, arbitrary: fc.constantFrom(7, '', null, true, ['export'], '\ud800', 'x'.repeat(60)) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 50 }) },
);
const seats = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -50, max: 400 }) },
  { weight: 2, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom('12.5', '-3', 'many', null, -0, 1e300, 2 ** 53) },
);

const properties: fc.Arbitrary<JsonObject> = fc
  .record({ total: fc.integer({ min: 0, max: 500_000 }), feature: features, seats }, { requiredKeys: ['total'] })
  .map((drawn) => ({ ...drawn, total: drawn.total / 100 }));

const subjects = fc.record({
  name: names,
  type: fc.constantFrom<CanonicalEvent['type']>('track', 'track', 'track', 'page', 'identify'),
  inForeground: fc.boolean(),
  properties,
});

/** Histories of one customer whose events carry properties, in any order. */
export function cellHistories(span: { days: number; maxEvents: number }): fc.Arbitrary<CanonicalEvent[]> {
  const drawn = fc.array(fc.tuple(timesWithin(juneMs, span.days), subjects), {
    maxLength: span.maxEvents,
    size: 'max',
  });
  return drawn.map((events) =>
    events.map(([timeMs, { name, type, inForeground, properties }], index) =>
      exampleEvent({
        id: `event-${index}`,
        type,
        name,
        timeMs,
        receivedMs: timeMs,
        properties,
        context: inForeground ? {} : { active: false },
      }),
    ),
  );
}

export const anyCellHistory = fc.oneof(
  cellHistories({ days: 200, maxEvents: 120 }),
  cellHistories({ days: 10, maxEvents: 60 }),
  cellHistories({ days: 1, maxEvents: 40 }),
);
