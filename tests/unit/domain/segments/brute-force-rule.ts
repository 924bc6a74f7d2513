import { durationMs } from '#contracts/duration.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import { meanings } from '#contracts/moment.ts';
import type { RuleLeaf, SegmentRule } from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import { bruteForce, type RawSubject } from '../features/brute-force-features.ts';
import { selected } from '../features/brute-force-select.ts';

/** What the language of rules says that it means, once more, over raw events, one moment at a time. */
export type RawRuleSubject = RawSubject & {
  readonly riskBand: RiskBand;
  readonly segments: readonly string[];
  readonly accountSegments: readonly string[];
};

function featureValue(subject: RawRuleSubject, name: string): FeatureValue {
  const expression: FeatureExpression | undefined = subject.others.get(name);
  if (expression === undefined) throw new Error(`No feature is called ${name}`);
  return bruteForce(subject, expression);
}

function compare(value: FeatureValue, leaf: Extract<RuleLeaf, { op: 'compare' }>): boolean {
  if (typeof value !== 'number') return false;
  switch (leaf.is) {
    case 'at least':
      return !(value < leaf.threshold);
    case 'more than':
      return value > leaf.threshold;
    case 'at most':
      return !(value > leaf.threshold);
    case 'less than':
      return value < leaf.threshold;
    case 'equal to':
      return value === leaf.threshold;
    case 'not equal to':
      return value !== leaf.threshold;
  }
}

function timesOf({ events }: RawRuleSubject, of: EventSelector): number[] {
  return selected(events, of).map(({ timeMs }) => timeMs);
}

function momentOf(subject: RawRuleSubject, moment: string): number | undefined {
  const [edge = '', ...words] = moment.split(' ');
  const meaning = meanings.find((one) => one === words.join(' ')) ?? 'activity';
  const kind = meaning === 'activity' ? { by: meaning } : { by: 'meaning' as const, meaning };
  const times = timesOf(subject, { events: kind, where: [] });
  return edge === 'first' ? times[0] : times.at(-1);
}

function clusterOf(subject: RawRuleSubject): string | null {
  const clustering = subject.population?.clustering ?? null;
  if (clustering === null) return null;
  const values = clustering.features.map(({ name }) => featureValue(subject, name));
  const distances = clustering.clusters.map(({ name, centre }) => {
    const squares = clustering.features.map(({ mean, deviation }, index) => {
      const value = values[index];
      const at = typeof value === 'number' ? (Math.log1p(Math.max(0, value)) - mean) / deviation : Number.NaN;
      return (at - (centre[index] ?? 0)) ** 2;
    });
    return { name, distance: squares.reduce((sum, square) => sum + square, 0) };
  });
  if (distances.some(({ distance }) => Number.isNaN(distance))) return null;
  const nearest = Math.min(...distances.map(({ distance }) => distance));
  return distances.find(({ distance }) => distance === nearest)?.name ?? null;
}

function didThen(subject: RawRuleSubject, leaf: Extract<RuleLeaf, { op: 'did then' }>): boolean {
  const firsts = timesOf(subject, leaf.first).slice(-leaf.latest);
  const nexts = timesOf(subject, leaf.next).slice(-leaf.latest);
  const withinMs = durationMs(leaf.within);
  return firsts.some((first) => nexts.some((next) => next > first && next - first <= withinMs));
}

function holdsLeaf(leaf: RuleLeaf, subject: RawRuleSubject): boolean {
  const { nowMs } = subject;
  switch (leaf.op) {
    case 'compare':
      return compare(featureValue(subject, leaf.feature), leaf);
    case 'between': {
      const value = featureValue(subject, leaf.feature);
      return typeof value === 'number' && leaf.from <= value && value <= leaf.to;
    }
    case 'one of':
      return leaf.values.some((value) => value === featureValue(subject, leaf.feature));
    case 'contains': {
      const value = featureValue(subject, leaf.feature);
      return typeof value === 'string' && value.toLowerCase().includes(leaf.text.toLowerCase());
    }
    case 'exists':
      return featureValue(subject, leaf.feature) !== null;
    case 'risk band':
      return leaf.in.includes(subject.riskBand);
    case 'happened after': {
      const moment = momentOf(subject, leaf.moment);
      const than = momentOf(subject, leaf.than);
      return moment !== undefined && (than === undefined || moment > than);
    }
    case 'did': {
      const sinceMs = nowMs - durationMs(leaf.within);
      return timesOf(subject, leaf.what).filter((timeMs) => timeMs > sinceMs).length >= leaf.atLeast;
    }
    case 'did then':
      return didThen(subject, leaf);
    case 'not done': {
      const fromMs = timesOf(subject, leaf.what).at(-1) ?? momentOf(subject, 'first activity');
      return fromMs !== undefined && nowMs - fromMs >= durationMs(leaf.for);
    }
    case 'first time': {
      const [firstMs] = timesOf(subject, leaf.what);
      return firstMs !== undefined && nowMs - firstMs <= durationMs(leaf.within);
    }
    case 'cluster': {
      const cluster = clusterOf(subject);
      return cluster !== null && leaf.in.includes(cluster);
    }
    case 'segment':
      return subject.segments.includes(leaf.name);
    case 'account in':
      return subject.accountSegments.includes(leaf.segment);
    case 'members in':
      return (subject.members?.inSegments[leaf.segment] ?? 0) >= leaf.atLeast;
  }
}

/** Whether a rule holds at the subject's moment. */
export function holdsByBruteForce(rule: SegmentRule, subject: RawRuleSubject): boolean {
  if (rule.op === 'all') return rule.of.every((part) => holdsByBruteForce(part, subject));
  if (rule.op === 'any') return rule.of.some((part) => holdsByBruteForce(part, subject));
  if (rule.op === 'not') return !holdsByBruteForce(rule.rule, subject);
  return holdsLeaf(rule, subject);
}
