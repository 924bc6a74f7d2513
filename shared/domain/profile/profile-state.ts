import type { Meaning } from '#contracts/moment.ts';

/** Everything that is known of the events of one meaning, over the customer's whole life. */
export type MeaningTotals = {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Money in minor units (cents); 0 where the meaning carries no money. */
  readonly sumMinor: number;
};

/** What happened on one UTC day. */
export type DayTotals = {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly activities: number;
  readonly purchases: number;
  readonly purchaseMinor: number;
};

/** The folded history of one customer: sums, minima and maxima only, so that order of arrival cannot matter. */
export type ProfileState = {
  readonly totals: ReadonlyMap<Meaning, MeaningTotals>;
  /** Ascending by day; the newest `daysKept` days on which anything happened. */
  readonly days: readonly DayTotals[];
};

/** Enough for a window of 90 days whatever happens, and for years of a customer who comes monthly. */
export const daysKept = 96;

export const dayMs = 86_400_000;

/** The UTC day (days since 1970-01-01) that a moment lies in. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** Money paid less money returned, in minor units. */
export function netMoneyMinor(state: ProfileState): number {
  return (state.totals.get('purchase')?.sumMinor ?? 0) - (state.totals.get('refund')?.sumMinor ?? 0);
}

export const emptyProfileState: ProfileState = { totals: new Map(), days: [] };
