import type { EventSelector } from '#contracts/event-selector.ts';
import type { NumberSource, Setting, ValueSource } from './cell.ts';

/** The first or the last of the events that are selected. */
export type EventMoment = { readonly edge: 'first' | 'last'; readonly of: EventSelector };

/** A step of a funnel. */
export type FunnelStep = { readonly name: string; readonly of: EventSelector };

/** What a small sample is drawn towards, and how many observations that weighs. */
export type Prior = {
  readonly strength: number;
  readonly mean:
    | { readonly from: 'number'; readonly number: number }
    | { readonly from: 'population'; readonly feature: string };
};

/**
 * How a feature is computed, as data: it can be shown, compared with another version, and asked what state it takes and
 * when it next changes by itself.
 */
export type FeatureExpression =
  /** Days, with fractions, since a moment; nothing before it has happened. */
  | { readonly kind: 'days since'; readonly moment: EventMoment }
  /** Days, with fractions, until the time that was set last, as for `latest`; negative once it is past. */
  | { readonly kind: 'days until'; readonly settings: readonly Setting<ValueSource>[] }
  /** Days between two moments; nothing unless both have happened and `to` is not before `from`. */
  | { readonly kind: 'days between'; readonly from: EventMoment; readonly to: EventMoment }
  /** Of the whole life. */
  | { readonly kind: 'count'; readonly of: EventSelector }
  | { readonly kind: 'sum'; readonly of: EventSelector; readonly sum: NumberSource }
  | { readonly kind: 'net money' }
  /** Over `days` UTC days, the last of them `endingDaysAgo` days before today (0: today). */
  | {
      readonly kind: 'window';
      readonly of: EventSelector;
      readonly measure: 'count' | 'sum' | 'active days';
      readonly sum: NumberSource | null;
      readonly days: number;
      readonly endingDaysAgo: number;
    }
  /** Runs of half hours with activity, without a whole half hour of the clock between, in a window of days. */
  | { readonly kind: 'sessions'; readonly of: EventSelector; readonly days: number }
  /** Share of the events of a window that fall on these days of the week (0 is Sunday). Nothing without events. */
  | {
      readonly kind: 'share on weekdays';
      readonly of: EventSelector;
      readonly days: number;
      readonly weekdays: readonly number[];
    }
  /** Share of the active half hours of a window that begin from hour `from` to before hour `to` of the UTC day. */
  | {
      readonly kind: 'share in hours';
      readonly of: EventSelector;
      readonly days: number;
      readonly from: number;
      readonly to: number;
    }
  /** The value that was set last; of two of the same moment, the one that is named later. */
  | { readonly kind: 'latest'; readonly settings: readonly Setting<ValueSource>[] }
  /**
   * Over the keys that were set most lately: the sum of the numbers that were set last, or how many are above 0. Of two of the
   * same moment, the one that is named later.
   */
  | {
      readonly kind: 'keyed';
      readonly settings: readonly Setting<NumberSource>[];
      readonly key: string | null;
      readonly keep: number;
      readonly measure: 'sum' | 'above zero';
    }
  /**
   * Of declared values: how many were seen; their share of all; the entropy of how often, in bits; the share of the
   * most frequent one; the share of the occurrences that are of `core`.
   */
  | {
      readonly kind: 'tally';
      readonly of: EventSelector;
      readonly property: string;
      readonly values: readonly string[];
      readonly measure: 'used' | 'share used' | 'entropy' | 'largest share' | 'core share';
      readonly core: readonly string[];
    }
  | { readonly kind: 'distinct'; readonly of: EventSelector; readonly property: string; readonly keep: number }
  /**
   * Over the last `weeks` times seven days up to today, as far as they lie in the customer's life: the slope by least
   * squares, in units a week, or the way in which the rate changed (−1, 0 or 1).
   */
  | {
      readonly kind: 'trend';
      readonly of: EventSelector;
      readonly sum: NumberSource | null;
      readonly weeks: number;
      readonly measure: 'slope' | 'change point';
    }
  /**
   * How many of the customer's own usual gaps have passed since the last of these events; the usual gap is drawn
   * towards `expectedGapDays` as if `strength` gaps of that length had been seen.
   */
  | {
      readonly kind: 'gaps since';
      readonly of: EventSelector;
      readonly expectedGapDays: number;
      readonly strength: number;
    }
  /**
   * Progress through steps: how many of them, the name of the last one, or the days since then while the last step is
   * not reached. `latest`: each last time is not before that of the step before it. `first`: the same of the first
   * times.
   */
  | {
      readonly kind: 'funnel';
      readonly steps: readonly FunnelStep[];
      readonly along: 'latest' | 'first';
      readonly measure: 'steps done' | 'last step' | 'days stuck';
    }
  /** a ÷ b; `otherwise` where b is 0 or either is unknown. b must not move between steps. */
  | {
      readonly kind: 'ratio';
      readonly of: FeatureExpression;
      readonly by: FeatureExpression;
      readonly otherwise: number | null;
    }
  /** a − b, and a + b. Of the parts one at most may move between steps. */
  | { readonly kind: 'difference'; readonly of: FeatureExpression; readonly less: FeatureExpression }
  | { readonly kind: 'total'; readonly of: readonly FeatureExpression[] }
  | { readonly kind: 'times'; readonly of: FeatureExpression; readonly factor: number }
  /**
   * (strength · mean + successes) ÷ (strength + tries): the posterior mean of a rate; nothing where the mean is
   * unknown. The tries must not move between steps.
   */
  | {
      readonly kind: 'shrunk ratio';
      readonly of: FeatureExpression;
      readonly by: FeatureExpression;
      readonly towards: Prior;
    }
  /** 1 to 5: the fifth of the population that the value of another feature lies in. */
  | { readonly kind: 'score'; readonly feature: string; readonly best: 'high' | 'low' }
  /** Another feature by its name. */
  | { readonly kind: 'feature'; readonly name: string }
  /** Of an account: its members, or those in a segment of customers, or their share of all members. */
  | { readonly kind: 'members'; readonly segment: string | null; readonly measure: 'count' | 'share' };
