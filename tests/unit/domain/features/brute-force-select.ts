import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventSelector, PropertyCondition } from '#contracts/event-selector.ts';

/** What the track events of the example plan mean. */
const meaningOfName: Readonly<Record<string, string>> = {
  Bought: 'purchase',
  Returned: 'refund',
  Carted: 'cart',
  Complained: 'ticket',
  Helped: 'ticket resolved',
  Used: 'feature use',
  'Came In': 'login',
  Moved: 'plan change',
};

const notDoneByCustomers = ['Returned', 'Helped'];

function isSignOfLife(event: CanonicalEvent): boolean {
  if (event.context['active'] === false || event.type === 'identify') return false;
  return event.type === 'page' || !notDoneByCustomers.includes(event.name);
}

/** The value at a path, by walking down objects. */
export function valueAt(event: CanonicalEvent, path: string): unknown {
  const root: unknown = { ...event.properties, context: event.context };
  return path.split('.').reduce<unknown>((at, step) => {
    if (typeof at !== 'object' || at === null) return undefined;
    return new Map(Object.entries(at)).get(step);
  }, root);
}

function isMet(event: CanonicalEvent, condition: PropertyCondition): boolean {
  const value = valueAt(event, condition.property);
  if (condition.is === 'present') return value !== undefined && value !== null;
  if (condition.is === 'one of') return condition.values.some((one) => one === value);
  if (condition.is === 'contains') {
    return typeof value === 'string' && value.toLowerCase().includes(condition.text.toLowerCase());
  }
  const isDecimal = typeof value === 'string' && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)\s*$/.test(value);
  if (typeof value !== 'number' && !isDecimal) return false;
  return condition.is === 'at least' ? Number(value) >= condition.value : Number(value) <= condition.value;
}

function isOfKind(event: CanonicalEvent, { events }: EventSelector): boolean {
  if (events.by === 'activity') return isSignOfLife(event);
  if (events.by === 'type') return event.type === events.type;
  if (event.type !== 'track') return false;
  if (events.by === 'name') return events.names.includes(event.name);
  return events.meaning === 'activity' ? isSignOfLife(event) : meaningOfName[event.name] === events.meaning;
}

/** The events that a selector takes, oldest first. */
export function selected(events: readonly CanonicalEvent[], selector: EventSelector): CanonicalEvent[] {
  return events
    .filter((event) => isOfKind(event, selector) && selector.where.every((condition) => isMet(event, condition)))
    .toSorted((a, b) => a.timeMs - b.timeMs);
}
