import type { EventSelector } from '#contracts/event-selector.ts';
import { type Expression, numeric } from './expression.ts';

/**
 * Sessions in the last `days` UTC days: runs of half hours with such events, without a quiet half hour of the clock
 * between.
 */
export function sessions(of: EventSelector, days: number): Expression<'number'> {
  return numeric('times', { kind: 'sessions', of, days });
}

/** Sessions a week, on average over the last `weeks` times seven UTC days. */
export function sessionsPerWeek(of: EventSelector, weeks: number): Expression<'number'> {
  const { of: counted } = sessions(of, weeks * 7);
  return numeric('a week', { kind: 'times', of: counted, factor: 1 / weeks });
}

const weekdayNumbers = { sunday: 0, monday: 1, tuesday: 2, wednesday: 3, thursday: 4, friday: 5, saturday: 6 } as const;
export type Weekday = keyof typeof weekdayNumbers;

/** The share of the events of the last `days` UTC days that fall on these days of the week. Nothing without events. */
export function shareOnWeekdays(of: EventSelector, days: number, ...on: [Weekday, ...Weekday[]]): Expression<'number'> {
  const weekdays = on.map((weekday) => weekdayNumbers[weekday]);
  return numeric('share', { kind: 'share on weekdays', of, days, weekdays });
}

/**
 * The share of the active half hours of the last `days` UTC days that begin from hour `from` to before hour `to`, in
 * UTC; 22 to 6 is the night. Nothing without events.
 */
export function shareInHours(
  of: EventSelector,
  days: number,
  { from, to }: { readonly from: number; readonly to: number },
): Expression<'number'> {
  return numeric('share', { kind: 'share in hours', of, days, from, to });
}
