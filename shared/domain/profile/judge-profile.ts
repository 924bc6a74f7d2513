import type { Change } from '#contracts/announcement.ts';
import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import { latestTimeMs } from '#contracts/time.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { type ChurnRisk, nextBandChangeMs, starterRisk } from '#domain/scoring/starter-risk.ts';
import { earlier, evaluateRule, type RuleSubject } from '#domain/segments/evaluate-rule.ts';
import type { ProfileState } from './profile-state.ts';

/** The write that a judgement belongs to, and the time under which it is made. */
export type Occasion = {
  /** The version that the write will carry. */
  readonly profileVersion: number;
  readonly nowMs: number;
};

export type Verdict = {
  readonly risk: ChurnRisk;
  readonly memberships: Record<string, Membership>;
  readonly changes: readonly Change[];
  /** When something could change by itself; null if never. */
  readonly nextChangeMs: number | null;
};

type Before = Pick<ProfileRecord, 'memberships' | 'riskBand'>;

function subjectAt(
  definitions: RetentionDefinitions,
  state: ProfileState,
  nowMs: number,
): RuleSubject & { risk: ChurnRisk } {
  const risk = starterRisk(definitions.risk, state, nowMs);
  const bandChangeMs = nextBandChangeMs(definitions.risk, state, nowMs);
  return { state, nowMs, riskBand: risk.band, nextBandChangeMs: bandChangeMs, features: definitions.features, risk };
}

/**
 * What becomes of stays in segments that are not declared here. During a deployment only the other code declares them: they
 * are left alone, for whoever forgot them would announce them again later. Those that are declared as retired end.
 */
function undeclared({ segments, retiredSegments }: RetentionDefinitions, before: Before) {
  const declared = new Set(segments.map((segment) => segment.name));
  const memberships: Record<string, Membership> = {};
  const changes: Change[] = [];
  for (const [segment, membership] of Object.entries(before.memberships)) {
    if (declared.has(segment)) continue;
    if (!retiredSegments.has(segment)) memberships[segment] = membership;
    else changes.push({ kind: 'exited', segment, segmentVersion: membership.version });
  }
  return { memberships, changes };
}

/**
 * Scores a profile and decides its segments at one moment, against what held before. Returns the memberships and the
 * changes that lead there, and when to look again if nothing happens.
 */
export function judgeProfile(
  definitions: RetentionDefinitions,
  state: ProfileState,
  before: Before,
  occasion: Occasion,
): Verdict {
  const { nowMs, profileVersion } = occasion;
  const subject = subjectAt(definitions, state, nowMs);
  const { score, band } = subject.risk;
  const { changes, memberships } = undeclared(definitions, before);
  let nextChangeMs = subject.nextBandChangeMs;
  if (band !== before.riskBand) changes.push({ kind: 'risk', from: before.riskBand, to: band, score });
  for (const segment of definitions.segments) {
    const result = evaluateRule(segment.rule, subject);
    nextChangeMs = earlier(nextChangeMs, result.nextChangeMs);
    const was = Object.hasOwn(before.memberships, segment.name) ? before.memberships[segment.name] : undefined;
    const begun = { sinceMs: nowMs, version: segment.version, enteredVersion: profileVersion };
    if (result.holds) memberships[segment.name] = was ?? begun;
    if (result.holds === (was !== undefined)) continue;
    const kind = result.holds ? 'entered' : 'exited';
    changes.push({ kind, segment: segment.name, segmentVersion: segment.version });
  }
  // A threshold of a million years is reached after the end of time, which is never.
  if (nextChangeMs !== null && nextChangeMs > latestTimeMs) nextChangeMs = null;
  return { risk: subject.risk, memberships, changes, nextChangeMs };
}
