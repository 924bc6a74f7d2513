import type { EventSelector } from '#contracts/event-selector.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { type Expression, numeric } from './expression.ts';

/** What is tallied: how often each of these values of a property was seen. */
export type Tallied = { readonly of: EventSelector; readonly property: string; readonly values: readonly string[] };

type Measure = Extract<FeatureExpression, { kind: 'tally' }>['measure'];

function tally(tallied: Tallied, unit: string, measure: Measure, core: readonly string[] = []): Expression<'number'> {
  const { of, property, values } = tallied;
  return numeric(unit, { kind: 'tally', of, property, values, measure, core });
}

/** How many of the values were seen: the features that a customer uses. */
export function valuesUsed(tallied: Tallied): Expression<'number'> {
  return tally(tallied, '', 'used');
}

/** How many of the values were seen, as a share of all there are. */
export function shareUsed(tallied: Tallied): Expression<'number'> {
  return tally(tallied, 'share', 'share used');
}

/** How evenly the values were seen, in bits: 0 where it was always the same one. Nothing before one was seen. */
export function entropyOfUse(tallied: Tallied): Expression<'number'> {
  return tally(tallied, 'bits', 'entropy');
}

/** The share of the value that was seen most often. Nothing before one was seen. */
export function largestShare(tallied: Tallied): Expression<'number'> {
  return tally(tallied, 'share', 'largest share');
}

/** How often the core values were seen, as a share of all that was seen. Nothing before one was seen. */
export function coreShare(tallied: Tallied, ...core: [string, ...string[]]): Expression<'number'> {
  return tally(tallied, 'share', 'core share', core);
}
