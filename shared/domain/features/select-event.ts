import type { CanonicalEvent, EventType } from '#contracts/canonical-event.ts';
import type { EventSelector, PropertyCondition } from '#contracts/event-selector.ts';
import type { Json } from '#contracts/json.ts';
import type { Interpreted } from '#domain/ingest/interpret.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { numberIn } from './number-of-event.ts';
import { compileProperty } from './property-of-event.ts';

/** Whether an event counts, by itself and by what the plan says that it means. */
export type SelectsEvent = (event: CanonicalEvent, found: Interpreted) => boolean;

type Test = (event: CanonicalEvent) => boolean;

/** A number, or a text that is one in decimals: senders write amounts in both ways, and sums take both. */
function numberTest(holds: (number: number) => boolean): (value: Json | undefined) => boolean {
  return (value) => {
    const number = numberIn(value);
    return number !== null && holds(number);
  };
}

function valueTest(condition: PropertyCondition): (value: Json | undefined) => boolean {
  switch (condition.is) {
    case 'one of': {
      const values = new Set<Json | undefined>(condition.values);
      return (value) => values.has(value);
    }
    case 'at least':
      return numberTest((number) => number >= condition.value);
    case 'at most':
      return numberTest((number) => number <= condition.value);
    case 'contains': {
      const text = condition.text.toLowerCase();
      return (value) => typeof value === 'string' && value.toLowerCase().includes(text);
    }
    case 'present':
      return (value) => value !== undefined && value !== null;
  }
}

function compileCondition(condition: PropertyCondition): Test {
  const propertyOf = compileProperty(condition.property);
  const holds = valueTest(condition);
  return (event) => holds(propertyOf(event));
}

/** The name that the plan has for an event; its own where the plan does not know it. */
function plannedName(plan: TrackingPlan, name: string): string {
  return plan.events.get(name)?.name ?? name;
}

/** The names, and all others that the plan has for the same events. */
function allNames(plan: TrackingPlan, names: readonly string[]): Set<string> {
  const planned = new Set(names.map((name) => plannedName(plan, name)));
  const known = [...plan.events].filter(([, event]) => planned.has(event.name)).map(([name]) => name);
  return new Set([...planned, ...known]);
}

function compileKind(plan: TrackingPlan, { events }: EventSelector): SelectsEvent {
  switch (events.by) {
    case 'activity':
      return (_, found) => found.kind === 'means' && found.isActivity;
    case 'meaning': {
      const { meaning } = events;
      if (meaning === 'activity') return (_, found) => found.kind === 'means' && found.isActivity;
      return (_, found) => found.kind === 'means' && found.meaning === meaning;
    }
    case 'type': {
      const { type } = events;
      return (event, found) => event.type === type && found.kind === 'means';
    }
    case 'name': {
      const names = allNames(plan, events.names);
      return (event, found) => event.type === 'track' && found.kind === 'means' && names.has(event.name);
    }
  }
}

/**
 * Makes the test whether an event counts. Names stand for their aliases too. An event that breaks the plan never counts.
 */
export function compileSelector(plan: TrackingPlan, selector: EventSelector): SelectsEvent {
  const isOfKind = compileKind(plan, selector);
  const [first, second, ...more] = selector.where.map(compileCondition);
  if (first === undefined) return isOfKind;
  if (second === undefined) return (event, found) => isOfKind(event, found) && first(event);
  const all = [first, second, ...more];
  return (event, found) => isOfKind(event, found) && all.every((holds) => holds(event));
}

/**
 * Whether an event of this type and name could count at all, whatever else it says: for indexes. `name` of a track event as
 * the plan has it.
 */
export function couldSelect(plan: TrackingPlan, { events }: EventSelector, type: EventType, name: string): boolean {
  const planned = type === 'track' ? plan.events.get(name) : undefined;
  const canBeActivity = type === 'page' || type === 'screen' || (type === 'track' && planned?.isActivity !== false);
  switch (events.by) {
    case 'activity':
      return canBeActivity;
    case 'meaning':
      return events.meaning === 'activity' ? canBeActivity : planned?.meaning === events.meaning;
    case 'type':
      return events.type === type;
    case 'name':
      return type === 'track' && events.names.some((one) => plannedName(plan, one) === name);
  }
}
