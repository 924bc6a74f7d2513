import type { EventSelector } from '#contracts/event-selector.ts';
import type { NumberSource } from '#domain/features/cell.ts';
import { type Expression, numeric } from './expression.ts';

/** Where a window lies: its last day is today, unless told otherwise. */
export type WindowOptions = { readonly endingDaysAgo?: number };

function unitOf(source: NumberSource): string {
  return source.from === 'money' ? 'money' : '';
}

/** How often something happened in the whole life. */
export function count(of: EventSelector): Expression<'number'> {
  return numeric('times', { kind: 'count', of });
}

/** The sum of a number over the whole life. */
export function sum(of: EventSelector, source: NumberSource): Expression<'number'> {
  return numeric(unitOf(source), { kind: 'sum', of, sum: source });
}

/** Money paid less money returned, over the whole life, in major units. */
export function netMoney(): Expression<'number'> {
  return numeric('money', { kind: 'net money' });
}

/** How often something happened in the last `days` UTC days, today included. */
export function countWithin(of: EventSelector, days: number, options: WindowOptions = {}): Expression<'number'> {
  const { endingDaysAgo = 0 } = options;
  return numeric('times', { kind: 'window', of, measure: 'count', sum: null, days, endingDaysAgo });
}

/** The sum of a number over the last `days` UTC days, today included. */
export function sumWithin(
  of: EventSelector,
  source: NumberSource,
  days: number,
  options: WindowOptions = {},
): Expression<'number'> {
  const { endingDaysAgo = 0 } = options;
  return numeric(unitOf(source), { kind: 'window', of, measure: 'sum', sum: source, days, endingDaysAgo });
}

/** On how many of the last `days` UTC days something happened, today included. */
export function activeDaysWithin(of: EventSelector, days: number, options: WindowOptions = {}): Expression<'number'> {
  const { endingDaysAgo = 0 } = options;
  return numeric('days', { kind: 'window', of, measure: 'active days', sum: null, days, endingDaysAgo });
}
