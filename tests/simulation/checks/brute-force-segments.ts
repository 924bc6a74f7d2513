import type { RiskBand } from '#contracts/transition.ts';
import type { Deed } from '../workload/sim-event.ts';

/** What the segments of the simulated deployment mean, written down a second time over raw events. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** The money of an event, in cents. */
export function centsOf(deed: Deed): number {
  return Math.round(Number(deed.properties['total']) * 100);
}

/** Whether an event is a sign of life. */
export function isActivity(deed: Deed): boolean {
  if (deed.context['active'] === false) return false;
  if (deed.type === 'page' || deed.type === 'screen') return true;
  return deed.type === 'track' && deed.name !== 'Order Refunded' && deed.name !== 'Subscription Cancelled';
}

function latestMs(deeds: readonly Deed[]): number {
  return deeds.reduce((last, deed) => Math.max(last, deed.timeMs), Number.NEGATIVE_INFINITY);
}

function sumCents(deeds: readonly Deed[], name: string): number {
  return deeds.filter((deed) => deed.name === name).reduce((sum, deed) => sum + centsOf(deed), 0);
}

function riskBandAt(active: readonly Deed[], cents: number, nowMs: number): RiskBand {
  if (active.length === 0) return 'unknown';
  const days = [...new Set(active.map((deed) => Math.floor(deed.timeMs / dayMs)))].sort((a, b) => a - b);
  const spanDays = (days.at(-1) ?? 0) - (days[0] ?? 0);
  const usualGapDays = Math.max(1, (2 * 1 + spanDays) / (2 + days.length - 1));
  const quietGaps = Math.max(0, nowMs - latestMs(active)) / dayMs / usualGapDays;
  const money = Math.max(0, cents / 100);
  const steady = 0.2 * (2 / (2 + days.length)) + 0.1 * (100 / (100 + money));
  const score = 0.7 * (1 - 2 ** (-quietGaps / 1.5)) + steady;
  return score >= 0.6 ? 'high' : score >= 0.35 ? 'medium' : 'low';
}

export type BruteForce = { readonly segments: readonly string[]; readonly riskBand: RiskBand };

/** The segments, in alphabetical order, and the risk band of a customer with these events at a time. */
export function bruteForce(deeds: readonly Deed[], nowMs: number): BruteForce {
  const active = deeds.filter(isActivity);
  const wasSeen = active.length > 0;
  const quietMs = Math.max(0, nowMs - latestMs(active));
  const cents = sumCents(deeds, 'Order Completed') - sumCents(deeds, 'Order Refunded');
  const cartMs = latestMs(deeds.filter((deed) => deed.name === 'Product Added'));
  const boughtMs = latestMs(deeds.filter((deed) => deed.name === 'Order Completed'));
  const sinceCartMs = Math.max(0, nowMs - cartMs);
  const today = Math.floor(nowMs / dayMs);
  const recent = active.map((deed) => Math.floor(deed.timeMs / dayMs)).filter((day) => day > today - 3 && day <= today);
  const riskBand = riskBandAt(active, cents, nowMs);
  const holds: Record<string, boolean> = {
    active: wasSeen && quietMs < dayMs,
    'at-risk': riskBand === 'high',
    'cart-abandoned': cartMs > boughtMs && sinceCartMs >= hourMs && sinceCartMs < dayMs,
    'high-value': cents >= 20_000,
    quiet: wasSeen && quietMs >= 2 * dayMs,
    regular: new Set(recent).size >= 2,
  };
  return { segments: Object.keys(holds).filter((name) => holds[name]), riskBand };
}
