import type { CanonicalEvent } from '#contracts/canonical-event.ts';

/** What the segments of `retention/` mean, written down a second time over raw events, without any code of the domain. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const cents = (event: CanonicalEvent) => Math.round(Number(event.properties['total']) * 100);

function isActivity(event: CanonicalEvent): boolean {
  if (event.context['active'] === false) return false;
  if (event.type === 'page' || event.type === 'screen') return true;
  return event.type === 'track' && !['Order Refunded', 'Subscription Cancelled'].includes(event.name);
}

function latest(events: readonly CanonicalEvent[]): number {
  return events.reduce((last, event) => Math.max(last, event.timeMs), Number.NEGATIVE_INFINITY);
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

/** The names of the segments that a customer with these events is in, in alphabetical order. */
export function independentSegments(events: readonly CanonicalEvent[], nowMs: number): string[] {
  const seen = events.filter(isActivity);
  const firstMs = seen.reduce((first, event) => Math.min(first, event.timeMs), Number.POSITIVE_INFINITY);
  const quietMs = Math.max(0, nowMs - latest(seen));
  const wasSeen = seen.length > 0;
  const tracked = events.filter((event) => event.type === 'track');
  const cartMs = latest(tracked.filter((event) => ['Product Added', 'Checkout Started'].includes(event.name)));
  const purchaseMs = latest(tracked.filter((event) => event.name === 'Order Completed'));
  const sinceCartMs = Math.max(0, nowMs - cartMs);
  const risk = independentRisk(events, nowMs);
  const holds: Record<string, boolean> = {
    active: wasSeen && quietMs < 14 * dayMs,
    'at-risk': risk !== null && risk >= 0.6 && quietMs < 90 * dayMs,
    'cart-abandoned': cartMs > purchaseMs && sinceCartMs >= hourMs && sinceCartMs < 3 * dayMs,
    'high-value': netCents(tracked) >= 25_000,
    lost: wasSeen && quietMs >= 90 * dayMs,
    new: wasSeen && Math.max(0, nowMs - firstMs) < 14 * dayMs,
    'slipping-away': wasSeen && quietMs >= 14 * dayMs,
  };
  return Object.keys(holds).filter((name) => holds[name]);
}
