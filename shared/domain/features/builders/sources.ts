import type { EventSelector } from '#contracts/event-selector.ts';
import type { NumberSource, Setting, ValueSource } from '#domain/features/cell.ts';
import type { FeatureType } from '#domain/features/feature-definition.ts';
import { checkedPath } from './conditions.ts';

/** A source of values of one type. */
export type ValueOf<Type extends FeatureType> = Extract<ValueSource, { from: 'property' }> & { readonly type: Type };

/** The money of the event, by the tracking plan. */
export const money: NumberSource = { from: 'money' };

/** How the text of the event sounds, from −1 to 1. */
export const sentiment: NumberSource = { from: 'sentiment' };

/** The same number each time. */
export function always(number: number): NumberSource {
  return { from: 'constant', number };
}

/**
 * A number that a property holds, rounded to so many decimals: none, unless told otherwise. Throws if the decimals are
 * not 0 to 6.
 */
export function numberOf(property: string, { decimals = 0 }: { readonly decimals?: number } = {}): NumberSource {
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6) {
    throw new Error(`Cannot take the number of the property ${property}: decimals are 0 to 6, got ${decimals}`);
  }
  return { from: 'property', property: checkedPath(property), scale: 10 ** decimals };
}

/** The text of a property, cut at 40 characters. */
export function textIn(property: string): ValueOf<'text'> {
  return { from: 'property', property: checkedPath(property), type: 'text' };
}

/** The number of a property, as it is. */
export function numberIn(property: string): ValueOf<'number'> {
  return { from: 'property', property: checkedPath(property), type: 'number' };
}

/** True or false, as a property says. */
export function booleanIn(property: string): ValueOf<'boolean'> {
  return { from: 'property', property: checkedPath(property), type: 'boolean' };
}

/** The time that a property holds, as ISO 8601 or in milliseconds since 1970. */
export function timeIn(property: string): ValueOf<'time'> {
  return { from: 'property', property: checkedPath(property), type: 'time' };
}

/** Events, and what they set something to. */
export function set<Source>(on: EventSelector, to: Source): Setting<Source> {
  return { on, to };
}
