import type { Json } from '#contracts/json.ts';
import type { MoneyProblem } from './money-of-event.ts';

/** Longest part of a value that is shown. */
const shownLength = 80;

/** A value for people, cut; `missing` for none. */
export function shownValue(value: Json | undefined): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, shownLength);
}

/** What the money of an event must be, without the value that broke it. */
export function moneyRule({ property, must }: MoneyProblem): string {
  return `properties.${property} must be ${must}`;
}
