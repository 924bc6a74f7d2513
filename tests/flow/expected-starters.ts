/**
 * The starter segments and the RFM scores of customers who buy and return, written down a second time over raw events, and from
 * nothing of the product: what a shop without carts, tickets, logins or subscriptions can come to.
 */

const dayMs = 86_400_000;

/** What a customer did: money is in minor units. */
export type Deal = { readonly kind: 'purchase' | 'refund'; readonly timeMs: number; readonly minor: number };

/** What a customer must look like. Scores are 1 to 5; null where there is nothing to compare. */
export type ExpectedStarter = {
  readonly segments: readonly string[];
  readonly band: string;
  readonly recencyScore: number | null;
  readonly frequencyScore: number;
  readonly monetaryScore: number;
};

type Life = {
  /** Every sign of life, ascending: purchases alone. */
  readonly activeMs: readonly number[];
  readonly purchases: number;
  readonly netMinor: number;
};

function lifeOf(deals: readonly Deal[]): Life {
  const bought = deals.filter((deal) => deal.kind === 'purchase');
  const sumOf = (some: readonly Deal[]) => some.reduce((sum, deal) => sum + deal.minor, 0);
  return {
    activeMs: bought.map((deal) => deal.timeMs).sort((a, b) => a - b),
    purchases: bought.length,
    netMinor: sumOf(bought) - sumOf(deals.filter((deal) => deal.kind === 'refund')),
  };
}

const dayOf = (timeMs: number) => Math.floor(timeMs / dayMs);

/** The starter rule with the knobs of retention/risk.ts, written out. */
function bandOf({ activeMs, netMinor }: Life, atMs: number): string {
  const lastMs = activeMs.at(-1);
  if (lastMs === undefined) return 'unknown';
  const days = [...new Set(activeMs.map(dayOf))].slice(-96);
  const span = (days.at(-1) ?? 0) - (days[0] ?? 0);
  const gapDays = Math.max(1, (3 * 14 + span) / (3 + days.length - 1));
  const recency = 1 - 2 ** (-((atMs - lastMs) / dayMs / gapDays) / 2);
  const monetary = 100 / (100 + Math.max(0, netMinor / 100));
  const score = 0.7 * recency + 0.2 * (4 / (4 + days.length)) + 0.1 * monetary;
  if (score >= 0.6) return 'high';
  return score >= 0.35 ? 'medium' : 'low';
}

/** Events of each whole week of a life, at most so many up to today, oldest first. */
function weeklyCounts(activeMs: readonly number[], atMs: number, most: number): number[] {
  const today = dayOf(atMs);
  const lived = Math.floor((today + 1 - dayOf(activeMs[0] ?? atMs)) / 7);
  const weeks = Math.min(most, lived);
  return Array.from({ length: weeks }, (_, week) => {
    const endsOn = today - 7 * (weeks - 1 - week);
    return activeMs.filter((timeMs) => dayOf(timeMs) > endsOn - 7 && dayOf(timeMs) <= endsOn).length;
  });
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** The log of the Poisson likelihood of counts under their own mean, without what does not depend on the mean. */
function logLikelihood(counts: readonly number[]): number {
  const rate = mean(counts);
  return rate === 0 ? 0 : counts.reduce((sum, count) => sum + count * Math.log(rate) - rate, 0);
}

function pearsonAround(counts: readonly number[]): number {
  const rate = mean(counts);
  return rate === 0 ? 0 : counts.reduce((sum, count) => sum + (count - rate) ** 2 / rate, 0);
}

/** Whether the weekly rate fell, by the greatest quasi-likelihood ratio of one change against none, at 1 %. */
function rateFell(counts: readonly number[]): boolean {
  const weeks = counts.length;
  if (weeks < 8) return false;
  const edge = Math.ceil(0.15 * weeks);
  const splits = Array.from({ length: weeks - 2 * edge + 1 }, (_, index) => edge + index).map((split) => {
    const [before, after] = [counts.slice(0, split), counts.slice(split)];
    const ratio = 2 * (logLikelihood(before) + logLikelihood(after) - logLikelihood(counts));
    return { before, after, ratio };
  });
  const best = splits.reduce((a, b) => (b.ratio > a.ratio * (1 + 1e-12) + 1e-9 ? b : a));
  const dispersion = Math.max(1, (pearsonAround(best.before) + pearsonAround(best.after)) / (weeks - 2));
  const critical = dispersion === 1 ? 12.16 : 12.16 * (1 + (12.16 + 1) / (2 * (weeks - 2)));
  return best.ratio / dispersion > critical && mean(best.after) < mean(best.before);
}

/** Whether the weekly counts fall, by the slope of least squares. */
function falls(counts: readonly number[]): boolean {
  const middle = (counts.length - 1) / 2;
  return counts.reduce((sum, count, week) => sum + (week - middle) * count, 0) < 0;
}

function segmentsOf(life: Life, atMs: number): string[] {
  const { activeMs, purchases, netMinor } = life;
  const isHighValue = netMinor >= 25_000;
  const [firstMs] = activeMs;
  const lastMs = activeMs.at(-1);
  if (firstMs === undefined || lastMs === undefined) return isHighValue ? ['high-value'] : [];
  const today = dayOf(atMs);
  const quietMs = atMs - lastMs;
  const within = (days: number) => activeMs.filter((timeMs) => dayOf(timeMs) > today - days && dayOf(timeMs) <= today);
  const daysWithin = (days: number) => new Set(within(days).map(dayOf)).size;
  const weekend = within(90).filter((timeMs) => [0, 6].includes(new Date(timeMs).getUTCDay())).length;
  const fell = rateFell(weeklyCounts(activeMs, atMs, 13)) && falls(weeklyCounts(activeMs, atMs, 8));
  const isDeclining = isHighValue && quietMs < 90 * dayMs && fell;
  const held: Record<string, boolean> = {
    new: atMs - firstMs < 14 * dayMs,
    active: quietMs < 14 * dayMs,
    'slipping-away': quietMs >= 14 * dayMs,
    lost: quietMs >= 90 * dayMs,
    'at-risk': bandOf(life, atMs) === 'high' && quietMs < 90 * dayMs,
    'never-activated': atMs - firstMs >= 7 * dayMs && purchases === 0,
    'power-user': daysWithin(28) >= 12,
    'weekend-power-user': daysWithin(90) >= 8 && weekend / within(90).length >= 0.6,
    'high-value': isHighValue,
    'declining-high-value': isDeclining,
  };
  return Object.keys(held).filter((name) => held[name]);
}

/** The four values that part a population into fifths: the smallest that at least so many do not exceed. */
function fifthsOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return [1, 2, 3, 4].map((fifth) => sorted[Math.ceil((fifth * sorted.length) / 5) - 1] ?? Number.NaN);
}

const exceeded = (fifths: readonly number[], value: number) => fifths.filter((fifth) => value > fifth).length;

/** Every customer with these deals, as of a time. */
export function expectedStarters(
  deals: ReadonlyMap<string, readonly Deal[]>,
  atMs: number,
): Map<string, ExpectedStarter> {
  const lives = new Map([...deals].map(([id, own]) => [id, lifeOf(own)]));
  const recencyOf = ({ activeMs }: Life) => {
    const lastMs = activeMs.at(-1);
    return lastMs === undefined ? null : (atMs - lastMs) / dayMs;
  };
  const all = [...lives.values()];
  const recency = fifthsOf(all.map(recencyOf).filter((days) => days !== null));
  const frequency = fifthsOf(all.map((life) => life.purchases));
  const monetary = fifthsOf(all.map((life) => life.netMinor / 100));
  const expected = ([id, life]: [string, Life]): [string, ExpectedStarter] => {
    const quietDays = recencyOf(life);
    return [
      id,
      {
        segments: segmentsOf(life, atMs).sort(),
        band: bandOf(life, atMs),
        recencyScore: quietDays === null ? null : 5 - exceeded(recency, quietDays),
        frequencyScore: 1 + exceeded(frequency, life.purchases),
        monetaryScore: 1 + exceeded(monetary, life.netMinor / 100),
      },
    ];
  };
  return new Map([...lives].map(expected));
}
