import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime, latestTimeMs } from '#contracts/time.ts';
import type { RiskBand, Transition, Why } from '#contracts/transition.ts';
import { featureValue } from '#domain/features/feature.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { type ChurnRisk, nextBandChangeMs, starterRisk } from '#domain/scoring/starter-risk.ts';
import { earlier, evaluateRule, type RuleSubject } from '#domain/segments/evaluate-rule.ts';
import { leafFeatures } from '#domain/segments/leaf-features.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import type { ProfileState } from './profile-state.ts';

/** What made someone look at the profile, and what it stands on. */
export type Occasion = {
  readonly tenant: string;
  readonly customerId: string;
  /** The version that the write will carry. */
  readonly profileVersion: number;
  readonly nowMs: number;
  readonly mode: 'live' | 'replay';
  readonly correlationId: string;
  readonly causationId: string;
  readonly cause: Why['cause'];
};

export type Verdict = {
  readonly risk: ChurnRisk;
  readonly memberships: Record<string, Membership>;
  readonly transitions: Transition[];
  /** When something could change by itself; null if never. */
  readonly nextChangeMs: number | null;
};

type Before = Pick<ProfileRecord, 'memberships' | 'riskBand'>;

function envelope(occasion: Occasion, what: string, why: Omit<Why, 'cause'>) {
  return {
    id: `${occasion.tenant}/${occasion.customerId}/${occasion.profileVersion}/${what}`,
    schemaVersion: 1 as const,
    tenant: occasion.tenant,
    customerId: occasion.customerId,
    profileVersion: occasion.profileVersion,
    occurredAt: isoTime(occasion.nowMs),
    correlationId: occasion.correlationId,
    causationId: occasion.causationId,
    mode: occasion.mode,
    why: { ...why, cause: occasion.cause },
  };
}

function riskTransition(occasion: Occasion, from: RiskBand, risk: ChurnRisk): Transition {
  const values = { score: risk.score, usualGapDays: risk.usualGapDays, activeDays: risk.activeDays };
  const rule = 'the starter rule (a rule, not a trained model) weighs recency, frequency and money';
  return {
    ...envelope(occasion, 'risk', { rule, values }),
    type: 'Churn Risk Changed',
    from,
    to: risk.band,
    score: risk.score,
  };
}

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
 * Scores a profile and decides its segments at one moment, against what held before. Returns the memberships and the
 * transitions that lead there, each with its reason, and when to look again if nothing happens.
 */
export function judgeProfile(
  definitions: RetentionDefinitions,
  state: ProfileState,
  before: Before,
  occasion: Occasion,
): Verdict {
  const subject = subjectAt(definitions, state, occasion.nowMs);
  const transitions: Transition[] = [];
  const memberships: Record<string, Membership> = {};
  let nextChangeMs = subject.nextBandChangeMs;
  if (subject.risk.band !== before.riskBand) transitions.push(riskTransition(occasion, before.riskBand, subject.risk));
  for (const segment of definitions.segments) {
    const result = evaluateRule(segment.rule, subject);
    nextChangeMs = earlier(nextChangeMs, result.nextChangeMs);
    const was = Object.hasOwn(before.memberships, segment.name) ? before.memberships[segment.name] : undefined;
    if (result.holds) memberships[segment.name] = was ?? { sinceMs: occasion.nowMs, version: segment.version };
    if (result.holds === (was !== undefined)) continue;
    const values: Why['values'] = {};
    for (const feature of leafFeatures(segment.rule, definitions.features)) {
      values[feature.name] = featureValue(feature, state, occasion.nowMs);
    }
    if (subject.risk.score !== null) values['churnRisk'] = subject.risk.score;
    const rule = ruleSentence(segment.rule, definitions.features);
    transitions.push({
      ...envelope(occasion, `segment/${segment.name}`, { rule, values }),
      type: result.holds ? 'Segment Entered' : 'Segment Exited',
      segment: segment.name,
      segmentVersion: segment.version,
    });
  }
  // A threshold of a million years is reached after the end of time, which is never.
  if (nextChangeMs !== null && nextChangeMs > latestTimeMs) nextChangeMs = null;
  return { risk: subject.risk, memberships, transitions, nextChangeMs };
}
