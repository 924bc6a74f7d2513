import type { Meaning } from '#contracts/moment.ts';
import type { Cell } from '#domain/features/cell.ts';
import type { CellSet } from './cell-set.ts';

/** Everything that is known of the events of one meaning, over the customer's whole life. */
export type MeaningTotals = {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** Money in minor units (cents); 0 where the meaning carries no money. */
  readonly sumMinor: number;
};

/**
 * What happened on one UTC day. Of a day more than `daysInDetail` before the newest, only whether there was activity is
 * kept: 1 or 0 activities, and no purchases.
 */
export type DayTotals = {
  /** Days since 1970-01-01 UTC. */
  readonly day: number;
  readonly activities: number;
  readonly purchases: number;
  readonly purchaseMinor: number;
};

/** What is kept of every customer, whatever is declared. */
export type VitalSigns = {
  /** How many different events are counted in. */
  readonly events: number;
  readonly totals: ReadonlyMap<Meaning, MeaningTotals>;
  /** Ascending by day; the newest `daysKept` days on which anything happened. */
  readonly days: readonly DayTotals[];
};

/** The folded history of one customer: what comes out the same in whatever order events arrive, and nothing else. */
export type ProfileState = VitalSigns & {
  /** What the declarations ask for besides, by the number of the cell; only numbers that are in `complete`. */
  readonly cells: ReadonlyMap<number, Cell>;
  /** The cells that have seen every event that is counted in; `all` where there is none. */
  readonly complete: CellSet;
};

/** Enough for the habit of a customer over years, and for every day of the longest window. */
export const daysKept = 96;

/** Calendar days, up to the newest, whose counts are kept: the longest window of 90 days, and a few for clocks that differ. */
export const daysInDetail = 96;

export const dayMs = 86_400_000;

/** The UTC day (days since 1970-01-01) that a moment lies in. */
export function dayOf(timeMs: number): number {
  return Math.floor(timeMs / dayMs);
}

/** Money paid less money returned, in minor units. */
export function netMoneyMinor(state: VitalSigns): number {
  return (state.totals.get('purchase')?.sumMinor ?? 0) - (state.totals.get('refund')?.sumMinor ?? 0);
}

export const emptyProfileState: ProfileState = {
  events: 0,
  totals: new Map(),
  days: [],
  cells: new Map(),
  complete: 'all',
};
