import type { EventSelector } from '#contracts/event-selector.ts';
import type { Meaning } from '#contracts/moment.ts';
import { type DayTotals, daysInDetail } from '#domain/profile/profile-state.ts';
import type { CellSpec } from './cell.ts';

/** Which of the vital signs of a day is meant. */
export type VitalMeasure = 'activities' | 'purchases';

/** Where the vital signs, which are kept of everybody, answer what a spec asks. */
export type VitalSign =
  | { readonly kind: 'totals'; readonly meaning: Meaning }
  | { readonly kind: 'days'; readonly measure: VitalMeasure };

/** The meaning of all events that are selected, and of no others; null if it is not so simple. */
function meaningOf({ events, where }: EventSelector): Meaning | null {
  if (where.length > 0) return null;
  if (events.by === 'activity') return 'activity';
  return events.by === 'meaning' ? events.meaning : null;
}

/**
 * The vital sign that answers a spec, for customers and accounts alike, or null where a cell is needed: totals of a meaning or of
 * activity, and up to 96 days of activities or purchases. Activity has no money there.
 */
export function vitalSignOf(spec: CellSpec): VitalSign | null {
  if (spec.kind !== 'totals' && spec.kind !== 'days') return null;
  const meaning = meaningOf(spec.of);
  if (meaning === null) return null;
  const isSumKept = spec.sum === null || (spec.sum.from === 'money' && meaning !== 'activity');
  if (!isSumKept) return null;
  if (spec.kind === 'totals') return { kind: 'totals', meaning };
  if (spec.days > daysInDetail) return null;
  if (meaning === 'activity') return { kind: 'days', measure: 'activities' };
  return meaning === 'purchase' ? { kind: 'days', measure: 'purchases' } : null;
}

/** How many on one day. */
export function vitalCount(day: DayTotals, measure: VitalMeasure): number {
  return measure === 'activities' ? day.activities : day.purchases;
}

/** Their money on one day, in minor units. */
export function vitalSum(day: DayTotals, measure: VitalMeasure): number {
  return measure === 'activities' ? 0 : day.purchaseMinor;
}
