import type { Meaning, Moment } from '#contracts/moment.ts';
import {
  type DayTotals,
  dayMs,
  dayOf,
  type MeaningTotals,
  netMoneyMinor,
  type ProfileState,
} from '#domain/profile/profile-state.ts';

type Shared = { readonly name: string; readonly unit: string; readonly description: string };

/**
 * A number about a customer. How it is computed is data, so that it can be shown, and so that the next time at which
 * it changes by itself is known.
 */
export type FeatureDefinition =
  | (Shared & { readonly kind: 'days since'; readonly moment: Moment })
  | (Shared & { readonly kind: 'total'; readonly of: Meaning; readonly measure: 'count' | 'money' })
  | (Shared & { readonly kind: 'net money' })
  | (Shared & { readonly kind: 'window'; readonly days: number; readonly measure: WindowMeasure });

export type WindowMeasure = 'activities' | 'purchases' | 'money' | 'active days';

/** Longest window, in days: profiles keep enough days for it whatever happens. */
export const maximumWindowDays = 90;

/** Days, with fractions, since a moment: recency, tenure. No value before the moment has happened. */
export function daysSince(name: string, moment: Moment, description: string): FeatureDefinition {
  return { kind: 'days since', name, unit: 'days', description, moment };
}

/** How often something happened in the customer's whole life. */
export function countOf(name: string, of: Meaning, description: string): FeatureDefinition {
  return { kind: 'total', name, unit: 'times', description, of, measure: 'count' };
}

/** Money paid less money returned, over the whole life, in major units. */
export function netMoney(name: string, description: string): FeatureDefinition {
  return { kind: 'net money', name, unit: 'money', description };
}

/** A sum over the last `days` UTC days, today included. Throws if the window is not 1 to 90 days. */
export function within(
  name: string,
  window: { measure: WindowMeasure; days: number },
  description: string,
): FeatureDefinition {
  if (!Number.isInteger(window.days) || window.days < 1 || window.days > maximumWindowDays) {
    throw new Error(
      `Cannot declare the feature ${name}: a window is 1 to ${maximumWindowDays} days, got ${window.days}`,
    );
  }
  const unit = { activities: 'times', purchases: 'times', money: 'money', 'active days': 'days' }[window.measure];
  return { kind: 'window', name, unit, description, ...window };
}

/** When a moment was, in milliseconds; null if it has not happened. */
export function momentMs(state: ProfileState, moment: Moment): number | null {
  const separator = moment.indexOf(' ');
  const totals = lookUp(state.totals, moment.slice(separator + 1));
  if (totals === undefined) return null;
  return moment.startsWith('first ') ? totals.firstMs : totals.lastMs;
}

function lookUp(totals: ReadonlyMap<string, MeaningTotals>, meaning: string): MeaningTotals | undefined {
  return totals.get(meaning);
}

function dayValue(day: DayTotals, measure: WindowMeasure): number {
  if (measure === 'activities') return day.activities;
  if (measure === 'purchases') return day.purchases;
  if (measure === 'money') return day.purchaseMinor;
  return day.activities > 0 ? 1 : 0;
}

function windowValue(state: ProfileState, window: { days: number; measure: WindowMeasure }, nowMs: number): number {
  const today = dayOf(nowMs);
  let sum = 0;
  for (const day of state.days) {
    if (day.day > today - window.days && day.day <= today) sum += dayValue(day, window.measure);
  }
  return window.measure === 'money' ? sum / 100 : sum;
}

/** The value of a feature at a time; null where there is nothing to measure yet. */
export function featureValue(definition: FeatureDefinition, state: ProfileState, nowMs: number): number | null {
  if (definition.kind === 'window') return windowValue(state, definition, nowMs);
  if (definition.kind === 'net money') return netMoneyMinor(state) / 100;
  if (definition.kind === 'total') {
    const totals = state.totals.get(definition.of);
    return definition.measure === 'count' ? (totals?.count ?? 0) : (totals?.sumMinor ?? 0) / 100;
  }
  const since = momentMs(state, definition.moment);
  return since === null ? null : Math.max(0, nowMs - since) / dayMs;
}

/**
 * The next time after `nowMs` at which the comparison of a feature with `threshold` could turn out otherwise without any
 * event: when the elapsed days reach or pass the threshold, when a day enters or leaves the window; null if never.
 */
export function nextFeatureChangeMs(
  definition: FeatureDefinition,
  state: ProfileState,
  threshold: number,
  nowMs: number,
): number | null {
  if (definition.kind === 'window') return nextWindowChangeMs(state, definition.days, nowMs);
  if (definition.kind !== 'days since') return null;
  const since = momentMs(state, definition.moment);
  if (since === null) return null;
  const reachedMs = reachedAfter(since, threshold);
  if (reachedMs > nowMs) return reachedMs;
  // "more than" turns true one millisecond after the threshold is reached.
  return reachedMs === nowMs ? nowMs + 1 : null;
}

/** The first millisecond, or the one before it, at which the days since `since` are the threshold or more. */
function reachedAfter(since: number, thresholdDays: number): number {
  const solvedMs = Math.ceil(since + thresholdDays * dayMs);
  // The product may have been rounded up past a whole millisecond.
  return (solvedMs - 1 - since) / dayMs >= thresholdDays ? solvedMs - 1 : solvedMs;
}

function nextWindowChangeMs(state: ProfileState, windowDays: number, nowMs: number): number | null {
  let next: number | null = null;
  for (const { day } of state.days) {
    const entersMs = day * dayMs;
    const leavesMs = (day + windowDays) * dayMs;
    const changeMs = entersMs > nowMs ? entersMs : leavesMs;
    if (changeMs > nowMs && (next === null || changeMs < next)) next = changeMs;
  }
  return next;
}
