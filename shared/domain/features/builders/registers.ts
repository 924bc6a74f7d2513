import type { EventSelector } from '#contracts/event-selector.ts';
import type { NumberSource, Setting } from '#domain/features/cell.ts';
import type { FeatureType } from '#domain/features/feature-definition.ts';
import { type Expression, numeric } from './expression.ts';
import type { ValueOf } from './sources.ts';

/**
 * The value that was set last; of two of the same moment, the one that is named later: name what ends something last. Nothing
 * before it was first set. 8 settings at most.
 */
export function latest<Type extends FeatureType>(
  ...settings: [Setting<ValueOf<Type>>, ...Setting<ValueOf<Type>>[]]
): Expression<Type> {
  return { type: settings[0].to.type, unit: '', of: { kind: 'latest', settings } };
}

/** Numbers that are kept by key: the `keep` keys that were set most lately. */
export type KeyedOptions = {
  /** The property that names the key, such as `subscription_id`; null: all events set the same number. */
  readonly key: string | null;
  readonly keep: number;
};

type Settings = [Setting<NumberSource>, ...Setting<NumberSource>[]];

/**
 * The sum, over the keys, of the number that was set last: the value of all subscriptions that run. Of two numbers of the same
 * moment the one that is named later: name what ends a subscription last. 0 before any was set. 8 settings at most.
 */
export function sumOfLatest({ key, keep }: KeyedOptions, ...settings: Settings): Expression<'number'> {
  return numeric('', { kind: 'keyed', settings, key, keep, measure: 'sum' });
}

/** How many keys have a number above 0: the tickets that are open. The rest as for `sumOfLatest`. */
export function keysAboveZero({ key, keep }: KeyedOptions, ...settings: Settings): Expression<'number'> {
  return numeric('', { kind: 'keyed', settings, key, keep, measure: 'above zero' });
}

/** How many different values of a property there were: exactly up to `keep`, estimated beyond. */
export function distinctValues(of: EventSelector, property: string, keep: number): Expression<'number'> {
  return numeric('', { kind: 'distinct', of, property, keep });
}
