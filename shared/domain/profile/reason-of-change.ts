import type { Change } from '#contracts/announcement.ts';
import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import { isoTime } from '#contracts/time.ts';
import type { DecisiveLeaf, ReadValue, Why } from '#contracts/transition.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ChurnRisk } from '#domain/scoring/starter-risk.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';
import type { CompiledSegment } from '#domain/segments/compiled-segment.ts';
import { leafSentence } from '#domain/segments/leaf-sentence.ts';
import { leavesOf } from '#domain/segments/rule-leaves.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';

/** What the reasons of all changes of one write are read from. */
export type ChangeMoment = {
  readonly definitions: RetentionDefinitions;
  readonly subject: FeatureSubject;
  readonly risk: ChurnRisk;
};

/** Why something changed, but for what made it change. */
export type Reason = Omit<Why, 'cause'>;

export type StayChange = Extract<Change, { kind: 'entered' | 'exited' }>;
export type RiskChange = Extract<Change, { kind: 'risk' }>;

/**
 * The rule that decided: whoever leaves does so by that to stay, where there is one. Who enters must meet both, which is said
 * where a leaf of the one to stay decided: those are counted after the leaves of the rule to enter.
 */
function decidingRule({ definition: { rule, staysWhile } }: CompiledSegment, { kind, leaf }: StayChange): SegmentRule {
  if (staysWhile === null) return rule;
  if (kind === 'exited') return staysWhile;
  return leaf !== null && leaf.position >= leavesOf(rule).length ? { op: 'all', of: [rule, staysWhile] } : rule;
}

function valuesOf({ definitions, subject, risk }: ChangeMoment, rule: SegmentRule | null): Why['values'] {
  const values: Why['values'] = {};
  for (const name of rule === null ? [] : comparedFeatures(rule)) {
    const feature = definitions.features.get(name);
    if (feature !== undefined) values[name] = feature.read(subject).value;
  }
  if (risk.score !== null) values['churnRisk'] = risk.score;
  return values;
}

/** Leaves that look at a moment: people read it as a time. */
const ofMoments: ReadonlySet<RuleLeaf['op']> = new Set(['happened after', 'did then']);

function told({ op }: RuleLeaf, value: ReadValue): ReadValue {
  return typeof value === 'number' && ofMoments.has(op) ? isoTime(value) : value;
}

function leafOf({ definitions }: ChangeMoment, rule: SegmentRule, { leaf }: StayChange): DecisiveLeaf | null {
  const found = leaf === null ? undefined : leavesOf(rule)[leaf.position];
  if (leaf === null || found === undefined) return null;
  return {
    sentence: leafSentence(found, definitions.features),
    unit: 'feature' in found ? (definitions.features.get(found.feature)?.definition.unit ?? '') : '',
    before: told(found, leaf.before),
    after: told(found, leaf.after),
  };
}

/** Why somebody entered or left a segment whose rule is not asked: it is declared no longer, off, or not known here. */
function reasonWithoutRule(moment: ChangeMoment, change: StayChange, declared: CompiledSegment | undefined): Reason {
  const { definitions } = moment;
  const { segment, segmentVersion } = change;
  const about = { values: valuesOf(moment, null), leaf: null };
  if (definitions.retiredSegments.has(segment)) return { ...about, rule: `the segment "${segment}" is declared` };
  if (declared?.definition.enabled === false) return { ...about, rule: `the segment "${segment}" is on` };
  const what = `version ${segmentVersion} of the segment "${segment}"`;
  return { ...about, rule: `the rule of ${what}, which this deployment does not declare, holds` };
}

/**
 * Why a stay began or ended, by the rules that are declared now; where another version decided, the reason says so. Of who
 * left, the rule is what holds no longer.
 */
export function reasonOfStay(moment: ChangeMoment, change: StayChange): Reason {
  const { definitions } = moment;
  const declared = definitions.segments.find(({ definition }) => definition.name === change.segment);
  const isKnown = declared?.definition.version === change.segmentVersion && declared.definition.enabled;
  if (!isKnown) return reasonWithoutRule(moment, change, declared);
  const rule = decidingRule(declared, change);
  return {
    rule: ruleSentence(rule, definitions.features),
    values: valuesOf(moment, rule),
    leaf: leafOf(moment, rule, change),
  };
}

/** Why the band of risk is another. */
export function reasonOfRisk({ score }: RiskChange, { usualGapDays, activeDays }: ChurnRisk): Reason {
  const rule = 'the starter rule (a rule, not a trained model) weighs recency, frequency and money';
  return { rule, values: { score, usualGapDays, activeDays }, leaf: null };
}

/** The one reason of all that is told of a profile that is no customer of its own any more: no rule decided it. */
export function reasonOfJoin(into: string): Reason {
  return { rule: `the visitor has become part of ${into}`, values: {}, leaf: null };
}
