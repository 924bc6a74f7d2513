import { noRelations } from '#contracts/relations.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { growing, takeInEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState, type ProfileState } from '#domain/profile/profile-state.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { asksOthers } from './asks-others.ts';
import type { Subject } from './cell.ts';
import type { CompiledFeature } from './compiled-feature.ts';
import { type EventHistory, knownEvents } from './event-history.ts';
import { populationAt } from './population-at.ts';
import type { FeatureValue } from './reading.ts';

/** The value of each feature by its name. */
export type FeatureValues = ReadonlyMap<string, FeatureValue>;

/**
 * The features of a subject that follow from its own events and from the population. Those that ask what others are, such
 * as the members of an account, do not.
 */
function reproducible({ features }: RetentionDefinitions, subject: Subject): CompiledFeature[] {
  return [...features.values()].filter(
    ({ definition }) => definition.subject === subject && !asksOthers(definition, features),
  );
}

/**
 * The value of every feature at each of some times, as the live profile said it then: folded from the archived events that
 * were known by that time, with the very code that folds live ones, and read at that time. Events that were being worked on
 * at a time count as known from their receipt on. Returns one map for each time, in the order given.
 */
export function featuresAlong(
  definitions: RetentionDefinitions,
  history: EventHistory,
  timesMs: readonly number[],
): FeatureValues[] {
  const ofSubject = subjectOf(history.customerId);
  const features = reproducible(definitions, ofSubject);
  const folding = definitions.folding[ofSubject];
  const events = knownEvents(history);
  const read = (state: ProfileState, nowMs: number): FeatureValues => {
    const subject = { state, nowMs, population: populationAt(history.populations, nowMs), relations: noRelations };
    return new Map(features.map((feature) => [feature.definition.name, feature.read(subject).value]));
  };
  const found = new Map<number, FeatureValues>();
  const state = growing(emptyProfileState);
  let folded = 0;
  for (const timeMs of [...timesMs].sort((a, b) => a - b)) {
    for (let next = events[folded]; next !== undefined && next.knownFromMs <= timeMs; next = events[folded]) {
      takeInEvent(folding, state, eventOfArchived(next.event));
      folded += 1;
    }
    found.set(timeMs, read({ ...state }, timeMs));
  }
  return timesMs.map((timeMs) => found.get(timeMs) ?? new Map());
}

/** The value of every feature at one time; see `featuresAlong`. */
export function featuresAt(definitions: RetentionDefinitions, history: EventHistory, timeMs: number): FeatureValues {
  const [values = new Map()] = featuresAlong(definitions, history, [timeMs]);
  return values;
}
