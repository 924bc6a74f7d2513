import fc from 'fast-check';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import { dayMs, exampleEvent, examplePlan, juneMs } from './example-event.ts';

/** Times in a span: anywhere, on and around midnight, and a handful that many events share. */
export function timesWithin(fromMs: number, days: number): fc.Arbitrary<number> {
  const midnights = fc
    .tuple(fc.integer({ min: 1, max: Math.max(1, days - 1) }), fc.integer({ min: -1, max: 1 }))
    .map(([day, off]) => fromMs + day * dayMs + off);
  const ties = fc.integer({ min: 0, max: 2 }).map((step) => fromMs + Math.floor((days * dayMs * step) / 3));
  return fc.oneof(fc.integer({ min: fromMs, max: fromMs + days * dayMs - 1 }), midnights, ties);
}

const often = ['Bought', 'Bought', 'Returned', 'Carted', 'Complained', 'Cancelled', 'Looked', 'Looked'];

/** Every name that the plan has, and one that it has not. */
const names = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...often) },
  { weight: 1, arbitrary: fc.constantFrom(...examplePlan.events.keys()) },
);

/** What one event is about, apart from its time and its id. */
const subjects = fc.record({
  name: names,
  cents: fc.integer({ min: 0, max: 500_000 }),
  type: fc.constantFrom<CanonicalEvent['type']>('track', 'track', 'track', 'page', 'identify'),
  inForeground: fc.boolean(),
});

/** Histories of one customer in a span of days, in any order, each event with an id of its own. */
export function histories(span: { fromMs?: number; days: number; maxEvents: number }): fc.Arbitrary<CanonicalEvent[]> {
  const timeMs = timesWithin(span.fromMs ?? juneMs, span.days);
  return fc.array(fc.tuple(timeMs, subjects), { maxLength: span.maxEvents, size: 'max' }).map((drawn) =>
    drawn.map(([at, { name, cents, type, inForeground }], index) =>
      exampleEvent({
        id: `event-${index}`,
        type,
        name: type === 'track' ? name : 'Page Viewed',
        timeMs: at,
        receivedMs: at,
        properties: { total: cents / 100 },
        context: inForeground ? {} : { active: false },
      }),
    ),
  );
}

/** The plan of the examples, and no cell besides the vital signs. */
export const exampleFolding = foldingOf(examplePlan, []);

/** The state that a history folds to. */
export function stateOf(events: readonly CanonicalEvent[], folding = exampleFolding): ProfileState {
  return events.reduce((state, event) => foldEvent(folding, state, event), emptyProfileState);
}
