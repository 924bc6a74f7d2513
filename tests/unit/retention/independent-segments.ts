import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { bruteForce } from '../domain/features/brute-force-features.ts';

/** What the segments of `retention/` mean, written down a second time over raw events, without any code of the domain. */

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const cents = (event: CanonicalEvent) => Math.round(Number(event.properties['total']) * 100);

const notDoneByCustomers = [
  'Order Refunded',
  'Subscription Cancelled',
  'Subscription Renewed',
  'Support Ticket Resolved',
  'Error Occurred',
  'Payment Failed',
  'Usage Reported',
];

function isActivity(event: CanonicalEvent): boolean {
  if (event.context['active'] === false) return false;
  if (event.type === 'page' || event.type === 'screen') return true;
  return event.type === 'track' && !notDoneByCustomers.includes(event.name);
}

function latest(events: readonly CanonicalEvent[]): number {
  return events.reduce((last, event) => Math.max(last, event.timeMs), Number.NEGATIVE_INFINITY);
}

function earliest(events: readonly CanonicalEvent[]): number {
  return events.reduce((first, event) => Math.min(first, event.timeMs), Number.POSITIVE_INFINITY);
}

/** The events of the newest so many dates. */
function ofDays(events: readonly CanonicalEvent[], days: number, nowMs: number): CanonicalEvent[] {
  const today = Math.floor(nowMs / dayMs);
  const dayOf = ({ timeMs }: CanonicalEvent) => Math.floor(timeMs / dayMs);
  return events.filter((event) => dayOf(event) > today - days && dayOf(event) <= today);
}

function netCents(events: readonly CanonicalEvent[]): number {
  const sumOf = (name: string) =>
    events.filter((event) => event.name === name).reduce((sum, event) => sum + cents(event), 0);
  return sumOf('Order Completed') - sumOf('Order Refunded');
}

/** The starter rule with its knobs as numbers; null without activity. */
export function independentRisk(events: readonly CanonicalEvent[], nowMs: number): number | null {
  const seen = events.filter(isActivity);
  if (seen.length === 0) return null;
  const days = [...new Set(seen.map((event) => Math.floor(event.timeMs / dayMs)))].sort((a, b) => a - b);
  const ownGaps = days.length - 1;
  const spanDays = (days.at(-1) ?? 0) - (days[0] ?? 0);
  const usualGapDays = Math.max(1, (3 * 14 + spanDays) / (3 + ownGaps));
  const quietGaps = Math.max(0, nowMs - latest(seen)) / dayMs / usualGapDays;
  const money = Math.max(0, netCents(events) / 100);
  return 0.7 * (1 - 0.5 ** (quietGaps / 2)) + 0.2 * (4 / (4 + days.length)) + 0.1 * (100 / (100 + money));
}

/** How the weekly activity goes: its slope over 8 weeks, and whether its rate changed within 13. */
function trends(seen: readonly CanonicalEvent[], nowMs: number) {
  const subject = { events: seen, nowMs, population: null, members: null, others: new Map() };
  const activity = { events: { by: 'activity' as const }, where: [] };
  const of = { kind: 'trend' as const, of: activity, sum: null };
  return {
    slope: Number(bruteForce(subject, { ...of, weeks: 8, measure: 'slope' }) ?? Number.NaN),
    change: bruteForce(subject, { ...of, weeks: 13, measure: 'change point' }),
  };
}

/** Steps of onboarding that were each first done no earlier than the one before, and the time of the last of them. */
function onboarding(of: (...names: string[]) => CanonicalEvent[]): { steps: number; lastMs: number } {
  const firsts = ['Signed Up', 'Feature Used', 'Invite Sent'].map((name) => earliest(of(name)));
  let steps = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const firstMs of firsts) {
    if (!Number.isFinite(firstMs) || firstMs < lastMs) break;
    steps += 1;
    lastMs = firstMs;
  }
  return { steps, lastMs };
}

/** Whether one of the two tickets that changed last was opened and not resolved by then, or later. */
function hasOpenTicket(changes: readonly CanonicalEvent[]): boolean {
  const isResolved = ({ name }: CanonicalEvent) => name === 'Support Ticket Resolved';
  const named = changes.filter(({ properties }) => properties['ticket_id'] !== undefined);
  const byTime = named.toSorted((a, b) => a.timeMs - b.timeMs || Number(isResolved(a)) - Number(isResolved(b)));
  const tickets = Map.groupBy(byTime, ({ properties }) => properties['ticket_id']);
  const lasts = [...tickets.values()].flatMap((own) => own.slice(-1));
  const newest = lasts.toSorted((a, b) => b.timeMs - a.timeMs).slice(0, 2);
  return newest.some((last) => !isResolved(last));
}

/** By segment, whether somebody would enter it, and whether who is in it would stay. */
type Standing = Readonly<Record<string, { readonly enters: boolean; readonly stays: boolean }>>;

function standing(events: readonly CanonicalEvent[], nowMs: number): Standing {
  const seen = events.filter(isActivity);
  const quietMs = Math.max(0, nowMs - latest(seen));
  const ageMs = Math.max(0, nowMs - earliest(seen));
  const of = (...names: string[]) => events.filter((event) => event.type === 'track' && names.includes(event.name));
  const orders = of('Order Completed');
  const sinceCartMs = Math.max(0, nowMs - latest(of('Product Added', 'Checkout Started')));
  const risk = independentRisk(events, nowMs) ?? -1;
  const net = netCents(of('Order Completed', 'Order Refunded'));
  const activeDays = (days: number) =>
    new Set(ofDays(seen, days, nowMs).map(({ timeMs }) => Math.floor(timeMs / dayMs))).size;
  const quarter = ofDays(seen, 90, nowMs);
  const atWeekend = quarter.filter(({ timeMs }) => [0, 6].includes(new Date(timeMs).getUTCDay())).length;
  const weekendShare = quarter.length === 0 ? -1 : atWeekend / quarter.length;
  const discounts = orders.filter(({ properties }) => Number(properties['discount'] ?? 0) >= 0.01).length;
  const failedMs = latest(of('Payment Failed'));
  const paidMs = latest(of('Order Completed', 'Subscription Started'));
  const renewedMs = latest(of('Subscription Renewed'));
  const wasRenewed = renewedMs > failedMs && renewedMs - failedMs <= 30 * dayMs;
  const isUnpaid = failedMs > paidMs && !wasRenewed;
  const hitLimit = latest(of('Limit Reached')) > nowMs - 14 * dayMs;
  const reported = of('Usage Reported').toSorted(
    (a, b) => a.timeMs - b.timeMs || Number(a.properties['share_used']) - Number(b.properties['share_used']),
  );
  const shareUsed = Number(reported.at(-1)?.properties['share_used'] ?? -1);
  const { steps, lastMs } = onboarding(of);
  const isStuck =
    ofDays(of('Error Occurred'), 7, nowMs).length >= 3 ||
    hasOpenTicket(of('Support Ticket Opened', 'Support Ticket Resolved')) ||
    (steps > 0 && nowMs - lastMs >= 3 * dayMs);
  const { slope, change } = trends(seen, nowMs);
  const isHere = quietMs < 90 * dayMs;
  const wasSeen = seen.length > 0;
  const same = (holds: boolean) => ({ enters: holds, stays: holds });
  const both = (enters: boolean, stays: boolean) => ({ enters: enters && stays, stays });
  const highValue = both(net >= 25_000, net >= 20_000);
  const declining = (isIn: boolean) => isIn && slope < 0 && isHere;
  return {
    active: same(wasSeen && quietMs < 14 * dayMs),
    'at-plan-limit': both(hitLimit || shareUsed >= 0.9, hitLimit || shareUsed >= 0.8),
    'at-risk': both(risk >= 0.6 && isHere, risk >= 0.35 && isHere),
    'blocked-beginner': same(wasSeen && ageMs < 30 * dayMs && steps >= 1 && steps < 3 && isStuck),
    'cart-abandoned': same(
      latest(of('Product Added', 'Checkout Started')) > paidMs &&
        sinceCartMs >= 30 * minuteMs &&
        sinceCartMs < 3 * dayMs,
    ),
    'declining-high-value': { enters: declining(highValue.enters) && change === -1, stays: declining(highValue.stays) },
    'discount-hunter': both(
      orders.length >= 3 && discounts / orders.length >= 0.75,
      orders.length >= 3 && discounts / orders.length >= 0.6,
    ),
    'high-value': highValue,
    lost: same(wasSeen && quietMs >= 90 * dayMs),
    'never-activated': same(
      wasSeen && ageMs >= 7 * dayMs && of('Feature Used', 'Order Completed', 'Subscription Started').length === 0,
    ),
    new: same(wasSeen && ageMs < 14 * dayMs),
    'payment-trouble': same(failedMs > nowMs - 30 * dayMs && isUnpaid),
    'power-user': both(activeDays(28) >= 12, activeDays(28) >= 8),
    'slipping-away': same(wasSeen && quietMs >= 14 * dayMs),
    'weekend-power-user': both(activeDays(90) >= 8 && weekendShare >= 0.6, activeDays(90) >= 6 && weekendShare >= 0.5),
  };
}

function namesOf(found: Standing, of: 'enters' | 'stays'): string[] {
  return Object.keys(found).filter((name) => found[name]?.[of]);
}

/** The segments that a customer with these events enters, and those in which whoever is in them stays, in alphabetical order. */
export function independentSegments(
  events: readonly CanonicalEvent[],
  nowMs: number,
): { readonly entered: string[]; readonly staying: string[] } {
  const found = standing(events, nowMs);
  return { entered: namesOf(found, 'enters'), staying: namesOf(found, 'stays') };
}
