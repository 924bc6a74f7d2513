import type { PlainValue, PropertyCondition } from '#contracts/event-selector.ts';
import { sentimentProperty } from '#domain/ingest/sentiment/with-sentiment.ts';

/** Names parted by dots; the same as `propertyPathSchema`. */
const pathShape = /^[^.\s][^.]*(\.[^.]+)*$/;

/** Throws unless a property is named by names parted by dots. */
export function checkedPath(property: string): string {
  if (property.length <= 200 && pathShape.test(property)) return property;
  throw new Error(`Cannot name the property "${property}": write names parted by dots, such as feature or plan.name`);
}

function checkedNumber(property: string, value: number): number {
  if (Number.isFinite(value)) return value;
  throw new Error(`Cannot compare the property ${property}: give a finite number, got ${value}`);
}

/**
 * The property is one of these values. A property is named by its path: `feature`, `plan.name`; `context.traits.role`
 * for what lies in the context; `event.name` for the name of a page.
 */
export function propertyIs(property: string, ...values: [PlainValue, ...PlainValue[]]): PropertyCondition {
  return { property: checkedPath(property), is: 'one of', values };
}

/** The property is a number, or a text that is one (`"12.34"`), of at least so much. */
export function propertyAtLeast(property: string, value: number): PropertyCondition {
  return { property: checkedPath(property), is: 'at least', value: checkedNumber(property, value) };
}

/** The property is a number, or a text that is one (`"12.34"`), of at most so much. */
export function propertyAtMost(property: string, value: number): PropertyCondition {
  return { property: checkedPath(property), is: 'at most', value: checkedNumber(property, value) };
}

/** The property is a text that has this in it, in capitals or not. Throws if the text is empty. */
export function propertyContains(property: string, text: string): PropertyCondition {
  if (text === '') throw new Error(`Cannot look into the property ${property}: the text to look for is empty`);
  return { property: checkedPath(property), is: 'contains', text };
}

/** The property is there, and is not null. */
export function propertyPresent(property: string): PropertyCondition {
  return { property: checkedPath(property), is: 'present' };
}

/** The event has a text whose sentiment was scored. */
export function textWasScored(): PropertyCondition {
  return propertyPresent(sentimentProperty);
}
