import type { Change } from '#contracts/announcement.ts';
import type { Population } from '#contracts/population.ts';
import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import type { Relations } from '#contracts/relations.ts';
import { latestTimeMs } from '#contracts/time.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ChurnRisk } from '#domain/scoring/starter-risk.ts';
import type { NumberSet } from '#domain/segments/number-set.ts';
import { changedLeaf } from './changed-leaf.ts';
import type { Around } from './judge-segment.ts';
import { JudgedNumbers } from './judged-numbers.ts';
import { Judgement } from './judgement.ts';
import type { ProfileState } from './profile-state.ts';
import { ruleSubjectAt } from './rule-subject-at.ts';

/** Who is judged, with all that follows from its own events and from others. */
export type Judged = {
  readonly subject: Subject;
  readonly state: ProfileState;
  readonly relations: Relations;
  /** The snapshot that is effective at the time of the judgement; null where there is none. */
  readonly population: Population | null;
};

/** How it stood when it was last judged. */
export type Before = Pick<ProfileRecord, 'memberships' | 'riskBand' | 'judged' | 'judgedMs' | 'relations'> & {
  readonly state: ProfileState;
};

/** The write that a judgement belongs to, and the time under which it is made. */
export type Occasion = {
  /** The version that the write will carry. */
  readonly profileVersion: number;
  readonly nowMs: number;
  /**
   * Whether only history is known so far, judged under its own time. Parts of an import are judged before the rest has come, and
   * what they came to must not last: so nobody is held back in a segment, and whoever is in it would enter it now.
   */
  readonly isHistory: boolean;
};

export type Verdict = {
  readonly risk: ChurnRisk;
  readonly memberships: Record<string, Membership>;
  /** The numbers of the definitions that it is judged under from now on. */
  readonly judged: NumberSet;
  readonly changes: readonly Change[];
  /** When something could change by itself; null if never. */
  readonly nextChangeMs: number | null;
  /** The same of the risk band alone. */
  readonly nextBandChangeMs: number | null;
  /** The same of each segment of the subject, in the order in which they are judged; infinite if never. */
  readonly nextChanges: Float64Array;
};

const never = Number.POSITIVE_INFINITY;

/**
 * Scores a profile and decides its segments at one moment, against what held before (null: it was never judged). Returns the
 * memberships and the changes that lead there, and when to look again if nothing happens.
 *
 * A definition under which somebody who is known already was not judged yet takes it in: what changes then is told in the
 * manner that the definition names. One whose state is not complete for this profile is not judged: its stay is left alone.
 */
export function judgeProfile(
  definitions: RetentionDefinitions,
  judged: Judged,
  before: Before | null,
  occasion: Occasion,
): Verdict {
  const segments = definitions.segmentsOf[judged.subject];
  const judgement = new Judgement(definitions, judged, before?.memberships ?? {});
  const { state, relations, population } = judged;
  const at = { state, relations, population, nowMs: occasion.nowMs };
  const subject = ruleSubjectAt(definitions, at, (segment) => judgement.isIn(segment));
  const { score, band } = subject.risk;
  const bandBefore = before?.riskBand ?? 'unknown';
  const { changes } = judgement;
  if (band !== bandBefore) changes.push({ kind: 'risk', from: bandBefore, to: band, score });
  const numbers = new JudgedNumbers(definitions, before === null ? 'never' : before.judged);
  const around: Around = { subject, numbers, leafOf: changedLeaf(definitions, before, subject), occasion };
  const { nextBandChangeMs } = subject;
  const nextChanges = new Float64Array(segments.length);
  let nextMs = nextBandChangeMs ?? never;
  for (let place = 0; place < segments.length; place += 1) {
    const segment = segments[place];
    const ownMs = segment === undefined ? never : judgement.judge(segment, place, around);
    nextChanges[place] = ownMs;
    if (ownMs < nextMs) nextMs = ownMs;
  }
  return {
    risk: subject.risk,
    memberships: judgement.memberships(),
    judged: numbers.after(),
    changes,
    // A threshold of a million years is reached after the end of time, which is never.
    nextChangeMs: nextMs > latestTimeMs ? null : nextMs,
    nextBandChangeMs,
    nextChanges,
  };
}
