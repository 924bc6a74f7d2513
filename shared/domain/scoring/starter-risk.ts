import { latestTimeMs } from '#contracts/time.ts';
import type { RiskBand } from '#contracts/transition.ts';
import { firstMsCrossed } from '#domain/features/crossing-time.ts';
import { dayMs, netMoneyMinor, type ProfileState } from '#domain/profile/profile-state.ts';

/**
 * The knobs of the starter rule. It is a rule, not a model: nobody has fitted it, and it does not claim to be a
 * probability. It stands in until a model has been trained on the deployment's own outcomes.
 */
export type StarterRiskRule = {
  readonly kind: 'starter rule';
  readonly version: number;
  /** Days between active days that a customer without history is expected to have. */
  readonly expectedGapDays: number;
  /** How many gaps of its own a customer needs before its habit weighs as much as the expectation. */
  readonly shrinkageGaps: number;
  /** After how many times its usual gap a customer's recency risk is one half. */
  readonly halfRiskGaps: number;
  /** Active days, and money, at which frequency risk, and monetary risk, are one half. */
  readonly halfRiskActiveDays: number;
  readonly halfRiskMoney: number;
  /** Share of each part in the score; they add up to 1. */
  readonly weights: { readonly recency: number; readonly frequency: number; readonly monetary: number };
  /** Scores from which on the band is medium, and high. */
  readonly mediumFrom: number;
  readonly highFrom: number;
};

export type ChurnRisk = {
  /** 0 (safe) to 1 (gone); null while the customer has shown no activity. */
  readonly score: number | null;
  readonly band: RiskBand;
  /** The gap between active days that is taken as this customer's habit, in days. */
  readonly usualGapDays: number;
  readonly activeDays: number;
};

/**
 * Declares the starter rule. Throws if the weights do not add up to 1 or one is negative, if the bands do not rise, or if a
 * knob that something is divided by is not above 0.
 */
export function starterRiskRule(knobs: Omit<StarterRiskRule, 'kind'>): StarterRiskRule {
  const refuse = (problem: string) => new Error(`Cannot declare the risk rule: ${problem}`);
  const { weights, mediumFrom, highFrom, version } = knobs;
  if (!Number.isInteger(version) || version < 1) throw refuse(`the version must be 1, 2, 3, …, got ${version}`);
  const sum = weights.recency + weights.frequency + weights.monetary;
  if (!(Math.abs(sum - 1) <= 1e-9)) throw refuse(`the weights add up to ${sum}, not to 1`);
  const negative = Object.entries(weights).find(([, weight]) => weight < 0);
  if (negative !== undefined) throw refuse(`the weight of ${negative[0]} is ${negative[1]}, below 0`);
  if (!(mediumFrom > 0 && mediumFrom < highFrom && highFrom < 1)) {
    throw refuse(`0 < ${mediumFrom} < ${highFrom} < 1 does not hold`);
  }
  const { expectedGapDays, shrinkageGaps, halfRiskGaps, halfRiskActiveDays, halfRiskMoney } = knobs;
  const divisors = { expectedGapDays, shrinkageGaps, halfRiskGaps, halfRiskActiveDays, halfRiskMoney };
  for (const [name, value] of Object.entries(divisors)) {
    if (!(value > 0 && Number.isFinite(value))) throw refuse(`${name} must be above 0, got ${value}`);
  }
  return { kind: 'starter rule', ...knobs };
}

/**
 * The customer's usual gap between active days, shrunk towards the expectation: with n gaps of its own,
 * (k·expected + sum of own gaps) / (k + n), the credibility estimator of Bühlmann (1967, "Experience rating and
 * credibility", ASTIN Bulletin 4) with Z = n / (n + k).
 */
export function usualGap(rule: StarterRiskRule, state: ProfileState): { gapDays: number; activeDays: number } {
  let activeDays = 0;
  let first = 0;
  let last = 0;
  for (const day of state.days) {
    if (day.activities === 0) continue;
    if (activeDays === 0) first = day.day;
    last = day.day;
    activeDays += 1;
  }
  const gaps = Math.max(0, activeDays - 1);
  const gapDays = (rule.shrinkageGaps * rule.expectedGapDays + (last - first)) / (rule.shrinkageGaps + gaps);
  return { gapDays: Math.max(1, gapDays), activeDays };
}

function steadyPart(rule: StarterRiskRule, state: ProfileState, activeDays: number): number {
  const money = Math.max(0, netMoneyMinor(state) / 100);
  const frequency = rule.halfRiskActiveDays / (rule.halfRiskActiveDays + activeDays);
  const monetary = rule.halfRiskMoney / (rule.halfRiskMoney + money);
  return rule.weights.frequency * frequency + rule.weights.monetary * monetary;
}

function bandOf(rule: StarterRiskRule, score: number): RiskBand {
  if (score >= rule.highFrom) return 'high';
  return score >= rule.mediumFrom ? 'medium' : 'low';
}

/** The score as a function of time alone, and of what it is made. */
type ScoreOverTime = {
  readonly lastMs: number;
  readonly gapDays: number;
  readonly steady: number;
};

function scoreOver(rule: StarterRiskRule, state: ProfileState, lastMs: number): ScoreOverTime {
  const { gapDays, activeDays } = usualGap(rule, state);
  return { lastMs, gapDays, steady: steadyPart(rule, state, activeDays) };
}

function scoreAt(rule: StarterRiskRule, { lastMs, gapDays, steady }: ScoreOverTime, timeMs: number): number {
  const gapsPassed = Math.max(0, timeMs - lastMs) / dayMs / gapDays;
  return rule.weights.recency * (1 - 2 ** (-gapsPassed / rule.halfRiskGaps)) + steady;
}

/**
 * Scores churn risk from recency, frequency and monetary value (RFM). Recency risk is 1 − 2^(−g/h), where g is the time
 * since the last activity in units of the customer's usual gap and h the rule's `halfRiskGaps`. Between events the
 * score only rises.
 */
export function starterRisk(rule: StarterRiskRule, state: ProfileState, nowMs: number): ChurnRisk {
  const lastMs = state.totals.get('activity')?.lastMs;
  const { gapDays, activeDays } = usualGap(rule, state);
  if (lastMs === undefined) return { score: null, band: 'unknown', usualGapDays: gapDays, activeDays };
  const steady = steadyPart(rule, state, activeDays);
  const score = scoreAt(rule, { lastMs, gapDays, steady }, nowMs);
  return { score, band: bandOf(rule, score), usualGapDays: gapDays, activeDays };
}

/** After so many times `halfRiskGaps` the recency risk, a double, is 1: 2^−54 is lost beside it. */
const halvingsUntilCertain = 54;

/**
 * The first millisecond after `nowMs` at which the band is another by the passing of time alone; null if it stays for
 * ever. The score, solved for time, is only where the search begins: where a threshold is hardly reached, it is hours off.
 */
export function nextBandChangeMs(rule: StarterRiskRule, state: ProfileState, nowMs: number): number | null {
  const lastMs = state.totals.get('activity')?.lastMs;
  if (lastMs === undefined) return null;
  const score = scoreOver(rule, state, lastMs);
  const band = bandOf(rule, scoreAt(rule, score, nowMs));
  if (band === 'high') return null;
  const halfMs = rule.halfRiskGaps * score.gapDays * dayMs;
  const certainMs = Math.min(Math.ceil(lastMs + halvingsUntilCertain * halfMs), latestTimeMs);
  const hasCrossed = (timeMs: number) => bandOf(rule, scoreAt(rule, score, timeMs)) !== band;
  if (certainMs <= nowMs || !hasCrossed(certainMs)) return null;
  const from = band === 'low' ? rule.mediumFrom : rule.highFrom;
  const left = 1 - (from - score.steady) / rule.weights.recency;
  const guessMs = left > 0 ? lastMs - Math.log2(left) * halfMs : certainMs;
  return firstMsCrossed({ fromMs: nowMs, beforeMs: certainMs + 1, guessMs, hasCrossed });
}
