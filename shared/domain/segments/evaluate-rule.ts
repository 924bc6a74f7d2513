import type { CompareLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import { type FeatureDefinition, featureValue, momentMs, nextFeatureChangeMs } from '#domain/features/feature.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';

/** What a rule is evaluated against: one customer at one time. */
export type RuleSubject = {
  readonly state: ProfileState;
  readonly nowMs: number;
  readonly riskBand: RiskBand;
  /** When the risk band changes by itself, or a time before that; null if never. */
  readonly nextBandChangeMs: number | null;
  readonly features: ReadonlyMap<string, FeatureDefinition>;
};

/** Whether a rule holds, and until when it surely stays so if nothing happens (null: for ever). */
export type RuleResult = { readonly holds: boolean; readonly nextChangeMs: number | null };

/** The earlier of two times, where null stands for never. */
export function earlier(a: number | null, b: number | null): number | null {
  if (a === null) return b;
  return b === null ? a : Math.min(a, b);
}

/** Finds a declared feature. Throws, naming it, if a rule refers to one that is not declared. */
export function declaredFeature(features: ReadonlyMap<string, FeatureDefinition>, name: string): FeatureDefinition {
  const feature = features.get(name);
  if (feature === undefined) throw new Error(`Cannot evaluate a rule: the feature "${name}" is not declared`);
  return feature;
}

function holdsComparison(value: number | null, leaf: CompareLeaf): boolean {
  if (value === null) return false;
  if (leaf.is === 'at least') return value >= leaf.threshold;
  if (leaf.is === 'more than') return value > leaf.threshold;
  return leaf.is === 'at most' ? value <= leaf.threshold : value < leaf.threshold;
}

function evaluateComparison(leaf: CompareLeaf, subject: RuleSubject): RuleResult {
  const feature = declaredFeature(subject.features, leaf.feature);
  const value = featureValue(feature, subject.state, subject.nowMs);
  return {
    holds: holdsComparison(value, leaf),
    nextChangeMs: nextFeatureChangeMs(feature, subject.state, leaf.threshold, subject.nowMs),
  };
}

/**
 * Evaluates a rule at a time, and says when it could next turn out otherwise by the passing of time alone: each leaf knows
 * its own next change, a tree takes the earliest. A missing value makes a comparison false.
 */
export function evaluateRule(rule: SegmentRule, subject: RuleSubject): RuleResult {
  switch (rule.op) {
    case 'compare':
      return evaluateComparison(rule, subject);
    case 'risk band':
      return { holds: rule.in.includes(subject.riskBand), nextChangeMs: subject.nextBandChangeMs };
    case 'happened after': {
      const moment = momentMs(subject.state, rule.moment);
      const than = momentMs(subject.state, rule.than);
      return { holds: moment !== null && (than === null || moment > than), nextChangeMs: null };
    }
    case 'not': {
      const inner = evaluateRule(rule.rule, subject);
      return { holds: !inner.holds, nextChangeMs: inner.nextChangeMs };
    }
    case 'all':
    case 'any': {
      let holds = rule.op === 'all';
      let nextChangeMs: number | null = null;
      for (const part of rule.of) {
        const result = evaluateRule(part, subject);
        holds = rule.op === 'all' ? holds && result.holds : holds || result.holds;
        nextChangeMs = earlier(nextChangeMs, result.nextChangeMs);
      }
      return { holds, nextChangeMs };
    }
  }
}
