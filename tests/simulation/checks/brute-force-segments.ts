import type { RiskBand } from '#contracts/transition.ts';
import { dayMs, type Facts } from './naive-facts.ts';

/** What the segments of the simulated deployment mean, written down a second time over what the raw events tell. */

const minuteMs = 60_000;
export const hourMs = 3_600_000;

/** A customer at a moment. */
export type Moment = {
  readonly facts: Facts;
  readonly nowMs: number;
  readonly riskBand: RiskBand;
  /** Whether the customer is in a segment, of those before in the list. */
  readonly isIn: (segment: string) => boolean;
  /** The segments of accounts that the customer was told its accounts are in. */
  readonly told: ReadonlySet<string>;
};

type Holds = (moment: Moment) => boolean;

/** A segment: who enters, who stays (null: the same), and for how long at least. */
export type BruteSegment = {
  readonly name: string;
  readonly version: number;
  readonly enters: Holds;
  readonly stays: Holds | null;
  readonly minimumStayMs: number;
};

const dayOf = (timeMs: number) => Math.floor(timeMs / dayMs);

/** Whether a time is on one of so many days up to today. */
const isWithin = (timeMs: number, days: number, nowMs: number) =>
  dayOf(timeMs) > dayOf(nowMs) - days && dayOf(timeMs) <= dayOf(nowMs);

/** Days since the last sign of life; null before the first. */
function quietDays({ facts, nowMs }: Moment): number | null {
  const lastMs = facts.activeMs[0];
  return lastMs === undefined ? null : Math.max(0, nowMs - lastMs) / dayMs;
}

const isQuietFor =
  (days: number): Holds =>
  (moment) =>
    (quietDays(moment) ?? -1) >= days;
const isHeardWithin =
  (days: number): Holds =>
  (moment) =>
    (quietDays(moment) ?? days) < days;

const activeDaysAre =
  (least: number): Holds =>
  ({ facts, nowMs }) =>
    new Set(facts.activeMs.filter((timeMs) => isWithin(timeMs, 3, nowMs)).map(dayOf)).size >= least;

const leftCart: Holds = ({ facts: { cartMs, boughtMs }, nowMs }) => {
  if (cartMs === null || cartMs <= (boughtMs[0] ?? Number.NEGATIVE_INFINITY)) return false;
  const sinceMs = Math.max(0, nowMs - cartMs);
  return sinceMs >= hourMs && sinceMs < dayMs;
};

const firstExportWithin =
  (lengthMs: number): Holds =>
  ({ facts, nowMs }) => {
    const firstMs = facts.exportedMs.at(-1);
    return firstMs !== undefined && nowMs - firstMs <= lengthMs;
  };

const noExport: Holds = ({ facts, nowMs }) => {
  const sinceMs = facts.exportedMs[0] ?? facts.firstActiveMs;
  return sinceMs !== null && nowMs - sinceMs >= dayMs;
};

const someExports: Holds = ({ facts, nowMs }) => {
  const count = facts.exportedMs.filter((timeMs) => isWithin(timeMs, 3, nowMs)).length;
  return count === 1 || count === 2;
};

const spendsMuch: Holds = ({ facts, nowMs }) => {
  const recent = facts.largeOrders.filter(({ timeMs }) => isWithin(timeMs, 3, nowMs));
  return recent.reduce((sum, { cents }) => sum + cents, 0) >= 10_000;
};

const hasThreeSessions: Holds = ({ facts, nowMs }) => {
  const recent = facts.activeMs.filter((timeMs) => isWithin(timeMs, 2, nowMs));
  const halfHours = new Set(recent.map((timeMs) => Math.floor(timeMs / (30 * minuteMs))));
  return [...halfHours].filter((one) => !halfHours.has(one - 1)).length >= 3;
};

const isBusy: Holds = ({ facts, nowMs }) => {
  const fifthMs = facts.activeMs[4];
  return fifthMs !== undefined && fifthMs > nowMs - 10 * minuteMs;
};

const boughtAfterSearch: Holds = ({ facts }) => {
  const searches = facts.searchedMs.slice(0, 3);
  const after = (boughtMs: number) => searches.some((ms) => boughtMs > ms && boughtMs - ms <= hourMs);
  return facts.boughtMs.slice(0, 3).some(after);
};

const revenueIs =
  (leastCents: number): Holds =>
  ({ facts }) =>
    facts.revenueCents >= leastCents;

function segment(
  name: string,
  version: number,
  enters: Holds,
  { stays = null, minimumStayMs = 0 }: Partial<Pick<BruteSegment, 'stays' | 'minimumStayMs'>> = {},
): BruteSegment {
  return { name, version, enters, stays, minimumStayMs };
}

const first = [
  segment('active', 1, isHeardWithin(1)),
  segment('quiet', 1, isQuietFor(2)),
  segment('cart-abandoned', 1, leftCart),
  segment('high-value', 1, ({ facts }) => facts.cents >= 20_000),
  segment('at-risk', 2, ({ riskBand }) => riskBand === 'high'),
];
const olderRegular = segment('regular', 1, activeDaysAre(2));
const shared = [
  ...first,
  segment('exporter', 1, ({ facts }) => facts.exportedMs.length >= 2),
  segment('export-absent', 1, noExport),
  segment('some-exports', 1, someExports),
  segment('frequent-visitor', 1, hasThreeSessions),
  segment('busy', 1, isBusy, { minimumStayMs: 3 * hourMs }),
  segment('paying', 1, ({ facts: { plan } }) => plan === 'pro' || plan === 'team'),
  segment('warm', 1, isHeardWithin(0.25), { stays: isHeardWithin(1) }),
];

/** The segments of customers as each code knew them, each after those that it asks about. */
export const bruteSegments = {
  first: [...first, olderRegular],
  before: [...shared, olderRegular, segment('new-exporter', 1, firstExportWithin(dayMs))],
  today: [
    ...shared,
    segment('regular', 2, activeDaysAre(3), { stays: activeDaysAre(2) }),
    segment('new-exporter', 2, firstExportWithin(12 * hourMs)),
    segment('big-spender', 1, spendsMuch),
    segment('searched-then-bought', 1, boughtAfterSearch),
    segment('good-revenue', 1, revenueIs(10_000), { stays: revenueIs(4_000) }),
    segment('upset', 1, ({ facts }) => facts.tone < -0.2),
    segment('adopter', 1, ({ facts }) => facts.featuresUsed >= 3),
    segment('explorer', 1, ({ facts }) => facts.pagesSeen >= 5),
    segment('fading', 1, isQuietFor(0.75), { stays: isQuietFor(0.1), minimumStayMs: 4 * hourMs }),
    segment('loyal', 1, ({ facts, isIn }) => isIn('high-value') && (!isIn('quiet') || facts.plan !== null)),
    segment('in-lively-firm', 1, ({ told }) => told.has('lively-firm')),
  ],
} as const satisfies Record<string, readonly BruteSegment[]>;

export type Generation = keyof typeof bruteSegments;

/** The risk band of a customer at a time, by the numbers that the simulated deployment declares. */
export function bruteRiskBand({ activeMs, activeDays, spanDays, cents }: Facts, nowMs: number): RiskBand {
  const [lastMs] = activeMs;
  if (lastMs === undefined) return 'unknown';
  const usualGapDays = Math.max(1, (2 * 1 + spanDays) / (2 + activeDays - 1));
  const quietGaps = Math.max(0, nowMs - lastMs) / dayMs / usualGapDays;
  const money = Math.max(0, cents / 100);
  const steady = 0.2 * (2 / (2 + activeDays)) + 0.1 * (100 / (100 + money));
  const score = 0.7 * (1 - 2 ** (-quietGaps / 1.5)) + steady;
  return score >= 0.6 ? 'high' : score >= 0.35 ? 'medium' : 'low';
}

/** After so many days without a sign of life, or so long after a moment, something may change by itself. */
const quietTurns = [0.1, 0.25, 0.75, 1, 2];

/**
 * The times after `fromMs` and before `untilMs` at which one of the rules may turn out otherwise by time alone, ascending; a
 * millisecond either side of each, for fractions of days are rounded.
 */
export function turningTimes(facts: Facts, fromMs: number, untilMs: number): number[] {
  const { activeMs, cartMs, exportedMs, firstActiveMs } = facts;
  const [lastMs, , , , fifthMs] = activeMs;
  const turns: number[] = [];
  if (lastMs !== undefined) turns.push(...quietTurns.map((days) => lastMs + days * dayMs));
  if (cartMs !== null) turns.push(cartMs + hourMs, cartMs + dayMs);
  const exportMs = exportedMs[0] ?? firstActiveMs;
  if (exportMs !== null) turns.push(exportMs + dayMs);
  const firstMs = exportedMs.at(-1);
  if (firstMs !== undefined) turns.push(firstMs + 12 * hourMs, firstMs + dayMs);
  if (fifthMs !== undefined) turns.push(fifthMs + 10 * minuteMs);
  for (let day = dayOf(fromMs) + 1; day * dayMs < untilMs && day <= dayOf(fromMs) + 4; day += 1)
    turns.push(day * dayMs);
  const around = turns.flatMap((timeMs) => [Math.round(timeMs) - 1, Math.round(timeMs), Math.round(timeMs) + 1]);
  return [...new Set(around)].filter((timeMs) => timeMs > fromMs && timeMs < untilMs).sort((a, b) => a - b);
}

/** The first time after `fromMs`, and before `untilMs`, at which the risk band is another; null if it stays. It only rises. */
export function bandTurnMs(facts: Facts, fromMs: number, untilMs: number): number | null {
  const band = bruteRiskBand(facts, fromMs);
  let [stays, changes] = [fromMs, untilMs - 1];
  if (changes <= stays || bruteRiskBand(facts, changes) === band) return null;
  while (changes - stays > 1) {
    const middle = Math.floor((stays + changes) / 2);
    if (bruteRiskBand(facts, middle) === band) stays = middle;
    else changes = middle;
  }
  return changes;
}
