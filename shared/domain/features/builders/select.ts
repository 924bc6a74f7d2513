import type { EventType } from '#contracts/canonical-event.ts';
import type { EventSelector, PropertyCondition } from '#contracts/event-selector.ts';
import type { Meaning } from '#contracts/moment.ts';
import type { EventMoment } from '#domain/features/feature-expression.ts';

function checkedConditions(where: readonly PropertyCondition[]): PropertyCondition[] {
  if (where.length <= 10) return [...where];
  throw new Error(`Cannot select events by ${where.length} conditions: give at most 10`);
}

/** Signs of life, whatever they are, that meet every condition. */
export function activity(...where: PropertyCondition[]): EventSelector {
  return { events: { by: 'activity' }, where: checkedConditions(where) };
}

/** Events that mean this by the tracking plan, and that meet every condition. */
export function meaning(of: Meaning, ...where: PropertyCondition[]): EventSelector {
  return { events: { by: 'meaning', meaning: of }, where: checkedConditions(where) };
}

/** Track events of this name in the tracking plan, or of one of several, that meet every condition. */
export function event(name: string | readonly [string, ...string[]], ...where: PropertyCondition[]): EventSelector {
  const names = typeof name === 'string' ? [name] : [...name];
  const wrong = names.find((one) => one === '' || one.length > 200);
  if (wrong !== undefined) throw new Error(`Cannot select events named "${wrong}": a name has 1 to 200 characters`);
  if (names.length > 50) throw new Error(`Cannot select events by ${names.length} names: give at most 50`);
  return { events: { by: 'name', names }, where: checkedConditions(where) };
}

/**
 * Calls of one kind that meet every condition: `page` for pages that were seen, `identify` for what was told of a
 * customer.
 */
export function calls(type: EventType, ...where: PropertyCondition[]): EventSelector {
  return { events: { by: 'type', type }, where: checkedConditions(where) };
}

/** The first of these events. */
export function first(of: EventSelector): EventMoment {
  return { edge: 'first', of };
}

/** The last of these events. */
export function last(of: EventSelector): EventMoment {
  return { edge: 'last', of };
}
