import type { EventSelector } from '#contracts/event-selector.ts';
import type { NumberSource } from '#domain/features/cell.ts';
import { countWithin } from './counts.ts';
import { type Expression, numeric } from './expression.ts';

/**
 * How much more of it there is from week to week, by the straight line through the last `weeks` weeks, as far as they
 * lie in the customer's life. Nothing in the first two weeks.
 */
export function weeklySlope(of: EventSelector, weeks: number, sum: NumberSource | null = null): Expression<'number'> {
  return numeric('a week', { kind: 'trend', of, sum, weeks, measure: 'slope' });
}

/**
 * Whether the weekly rate changed within the last `weeks` weeks: −1 if it fell, 1 if it rose, 0 if nothing speaks for
 * it (a false alarm once or twice in a hundred). Nothing in the first eight weeks of a customer.
 */
export function rateChange(of: EventSelector, weeks: number): Expression<'number'> {
  return numeric('', { kind: 'trend', of, sum: null, weeks, measure: 'change point' });
}

/** What happened in the last seven UTC days as a ratio to the seven before. Nothing where nothing happened before. */
export function weekOverWeek(of: EventSelector): Expression<'number'> {
  const thisWeek = countWithin(of, 7).of;
  const weekBefore = countWithin(of, 7, { endingDaysAgo: 7 }).of;
  return numeric('ratio', { kind: 'ratio', of: thisWeek, by: weekBefore, otherwise: null });
}
