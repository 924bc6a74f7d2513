import type { EventSelector } from '#contracts/event-selector.ts';
import type { Setting } from '#domain/features/cell.ts';
import type { EventMoment } from '#domain/features/feature-expression.ts';
import { type Expression, numeric } from './expression.ts';
import type { ValueOf } from './sources.ts';

/** Days, with fractions, since a moment: recency, tenure. Nothing before it has happened. */
export function daysSince(moment: EventMoment): Expression<'number'> {
  return numeric('days', { kind: 'days since', moment });
}

/** Days, with fractions, until the time that was set last, such as that of a renewal; below 0 once it is past. */
export function daysUntil(
  ...settings: [Setting<ValueOf<'time'>>, ...Setting<ValueOf<'time'>>[]]
): Expression<'number'> {
  return numeric('days', { kind: 'days until', settings });
}

/** Days from one moment to another; nothing unless both have happened, in this order. */
export function daysBetween(from: EventMoment, to: EventMoment): Expression<'number'> {
  return numeric('days', { kind: 'days between', from, to });
}

/**
 * How many of the customer's own usual gaps have passed since the last of these events: 2 is twice as long as usual.
 * For who has few gaps yet, `expectedGapDays` weighs as much as `strength` gaps.
 */
export function gapsSince(
  of: EventSelector,
  { expectedGapDays, strength }: { readonly expectedGapDays: number; readonly strength: number },
): Expression<'number'> {
  return numeric('gaps', { kind: 'gaps since', of, expectedGapDays, strength });
}
