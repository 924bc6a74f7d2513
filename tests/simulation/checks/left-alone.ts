import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type CellSet, has } from '#domain/profile/cell-set.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { hasNumber, highestNumber, type NumberSet, numberSetOf } from '#domain/segments/number-set.ts';
import { firstSimRetention, simRetention, simRetentionBefore } from '../workload/sim-retention.ts';
import { type BruteSegment, bruteSegments, type Generation } from './brute-force-segments.ts';

/** The definitions of each code. */
export const definitionsOf: Readonly<Record<Generation, RetentionDefinitions>> = {
  first: firstSimRetention,
  before: simRetentionBefore,
  today: simRetention,
};

const judgedAtFirst = numberSetOf(firstSimRetention.segments.map(({ number }) => number));

const known = new WeakMap<ProfileRecord, CellSet>();

/** The cells of a profile that have seen every event. */
function completeOf(record: ProfileRecord): CellSet {
  const complete = known.get(record) ?? decodeState(record.state).complete;
  known.set(record, complete);
  return complete;
}

/** The definitions that a profile counts as judged under; null: it is new. */
function judgedUnder(before: ProfileRecord | null): NumberSet | null {
  return before === null ? null : (before.judged ?? judgedAtFirst);
}

/**
 * The segments that a write leaves as they are: those whose cells have not seen every event of the customer; those that newer
 * code has judged under a definition that this code does not know; and those that ask about one of these.
 */
export function leftAloneBy(generation: Generation, before: ProfileRecord | null, after: ProfileRecord): Set<string> {
  const complete = completeOf(after);
  const judged = judgedUnder(before);
  const { segmentsOf, highestSegmentNumber } = definitionsOf[generation];
  const isByNewer = judged !== null && highestNumber(judged) > highestSegmentNumber;
  const leftAlone = new Set<string>();
  for (const { definition, number, enters, stays, refersTo } of segmentsOf.customer) {
    const cells = [...enters.cells, ...stays.cells];
    const isUnknown = cells.some((cell) => !has(complete, cell));
    const isNewers = isByNewer && judged !== null && !hasNumber(judged, number);
    if (isUnknown || isNewers || refersTo.some((name) => leftAlone.has(name))) leftAlone.add(definition.name);
  }
  return leftAlone;
}

/** How the definition of a segment takes somebody in; null for those who were judged under it already, and who are new. */
export function takenInBy(generation: Generation, segment: string, before: ProfileRecord | null) {
  const judged = judgedUnder(before);
  const compiled = definitionsOf[generation].segmentsOf.customer.find(({ definition }) => definition.name === segment);
  if (judged === null || compiled === undefined || hasNumber(judged, compiled.number)) return null;
  return compiled.definition.takeIn;
}

/**
 * The rules that must go on being true of a profile: of each segment the version that it was judged under last, as far as the
 * cells that it looks at have seen every event.
 */
export function rulesKept(record: ProfileRecord): readonly BruteSegment[] {
  const complete = completeOf(record);
  const judged = judgedUnder(record) ?? judgedAtFirst;
  const kept = new Map<string, BruteSegment>();
  for (const generation of ['first', 'before', 'today'] as const) {
    for (const { definition, number, enters, stays } of definitionsOf[generation].segmentsOf.customer) {
      const own = bruteSegments[generation].find(({ name }) => name === definition.name);
      const isKnown = [...enters.cells, ...stays.cells].every((cell) => has(complete, cell));
      if (own !== undefined && isKnown && hasNumber(judged, number)) kept.set(definition.name, own);
    }
  }
  return [...kept.values()];
}
