import type { Change } from '#contracts/announcement.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import type { Cause, Transition, Why } from '#contracts/transition.ts';
import { featureValue } from '#domain/features/feature.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { type ChurnRisk, starterRisk } from '#domain/scoring/starter-risk.ts';
import { leafFeatures } from '#domain/segments/leaf-features.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import type { ProfileState } from './profile-state.ts';
import { decodeState } from './state-layout.ts';

/** What the reasons of all changes of one write are read from. */
type Moment = {
  readonly definitions: RetentionDefinitions;
  readonly state: ProfileState;
  readonly nowMs: number;
  readonly risk: ChurnRisk;
};

type Reason = Omit<Why, 'cause'>;
type SegmentChange = Exclude<Change, { kind: 'risk' }>;
type RiskChange = Extract<Change, { kind: 'risk' }>;

function causationIdOf(cause: Cause, version: number): string {
  if (cause.kind === 'event') return cause.eventId;
  return cause.kind === 'time' ? `wake/${version}` : `join/${cause.customerId}`;
}

function ruleReason({ definitions, state, nowMs, risk }: Moment, change: SegmentChange): Reason {
  const values: Why['values'] = {};
  const declared = definitions.segments.find((segment) => segment.name === change.segment);
  const isKnown = declared?.version === change.segmentVersion;
  for (const feature of isKnown ? leafFeatures(declared.rule, definitions.features) : []) {
    values[feature.name] = featureValue(feature, state, nowMs);
  }
  if (risk.score !== null) values['churnRisk'] = risk.score;
  if (isKnown) return { rule: ruleSentence(declared.rule, definitions.features), values };
  if (definitions.retiredSegments.has(change.segment)) {
    return { rule: `the segment "${change.segment}" is declared`, values };
  }
  const what = `version ${change.segmentVersion} of the segment "${change.segment}"`;
  return { rule: `the rule of ${what}, which this deployment does not declare, holds`, values };
}

/** The one reason of all that is told of a profile that has become part of another: no rule decided it. */
function joinedReason(into: string): Reason {
  return { rule: `the visitor has become part of ${into}`, values: {} };
}

function riskReason({ score }: RiskChange, { usualGapDays, activeDays }: ChurnRisk): Reason {
  const rule = 'the starter rule (a rule, not a trained model) weighs recency, frequency and money';
  return { rule, values: { score, usualGapDays, activeDays } };
}

/**
 * The transitions that a stored profile announces: its compact outbox made whole with the names, times and reasons that the
 * same item holds. The same record always gives the same ids. Reasons come from the rules declared now; where the write was
 * judged by a version of a segment that is not declared here, its reason says so. Of a profile that has become part of another,
 * that is the only reason. Throws on a state that cannot be read.
 */
export function transitionsOf(definitions: RetentionDefinitions, record: ProfileRecord): Transition[] {
  const { outbox, tenant, customerId, version, judgedMs } = record;
  if (outbox === null) return [];
  const { cause, correlationId, mode } = outbox;
  const state = decodeState(record.state);
  const moment = { definitions, state, nowMs: judgedMs, risk: starterRisk(definitions.risk, state, judgedMs) };
  const envelope = (what: string, reason: Reason) => ({
    id: `${tenant}/${customerId}/${version}/${what}`,
    schemaVersion: 1 as const,
    tenant,
    customerId,
    profileVersion: version,
    occurredAt: isoTime(judgedMs),
    correlationId,
    causationId: causationIdOf(cause, version),
    mode,
    why: { ...reason, cause },
  });
  const joined = record.joined !== null && cause.kind === 'join' ? joinedReason(record.joined.into) : null;
  return outbox.changes.map((change): Transition => {
    if (change.kind === 'risk') {
      const { from, to, score } = change;
      const reason = joined ?? riskReason(change, moment.risk);
      return { ...envelope('risk', reason), type: 'Churn Risk Changed', from, to, score };
    }
    return {
      ...envelope(`segment/${change.segment}`, joined ?? ruleReason(moment, change)),
      type: change.kind === 'entered' ? 'Segment Entered' : 'Segment Exited',
      segment: change.segment,
      segmentVersion: change.segmentVersion,
    };
  });
}
