import type { EventType } from '#contracts/canonical-event.ts';
import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import { type MappedObject, type MappedValue, mappedObject, mappedValue, type ValueReader } from './mapped-value.ts';

/** How an event of a bus becomes an event of a customer. A text that begins with `$` is a path into the EventBridge event. */
export type EventBridgeMapping = {
  /** `track` by default. */
  readonly type?: EventType;
  /** The name of the event (of the page, of the screen); `$.detail-type` by default where the type is `track`. */
  readonly name?: MappedValue;
  readonly userId?: MappedValue;
  readonly anonymousId?: MappedValue;
  /** The account of the customer; the account itself where the type is `group`. */
  readonly accountId?: MappedValue;
  /** The former id, where the type is `alias`. */
  readonly previousId?: MappedValue;
  /**
   * What makes the event one event; the id of the EventBridge event where there is none. A service that publishes again after
   * a failure gives its event a new id of EventBridge. Two events of a customer with the same id are one, so where the same
   * number names more than one event, as that of an order does, put a list: `['placed', '$.detail.order.id']` is `placed/17`.
   */
  readonly messageId?: MappedValue | readonly MappedValue[];
  /** When it happened, in ISO 8601; the time of the EventBridge event where there is none. */
  readonly time?: MappedValue;
  /** The properties, or the traits where the type is `identify` or `group`: an object in the event, or one put together. */
  readonly properties?: MappedObject;
  readonly context?: MappedObject;
};

/** The member of an item that holds what the mapping calls its name. */
const nameMembers: Partial<Record<EventType, string>> = { track: 'event', page: 'name', screen: 'name' };

/** The members of an item besides its id, its time and its context. */
function membersOf(mapping: EventBridgeMapping, type: EventType) {
  const nameMember = nameMembers[type];
  if (mapping.name !== undefined && nameMember === undefined) {
    throw new Error(`name: events of the type ${type} have none; leave it out`);
  }
  const contentMember = type === 'identify' || type === 'group' ? 'traits' : 'properties';
  const mapped: Record<string, MappedValue | undefined> = {
    userId: mapping.userId,
    anonymousId: mapping.anonymousId,
    previousId: mapping.previousId,
    ...(type === 'group' && { groupId: mapping.accountId }),
    ...(nameMember !== undefined && { [nameMember]: mapping.name ?? (type === 'track' ? '$.detail-type' : undefined) }),
  };
  return [
    ...Object.entries(mapped).map(([member, value]) => [member, mappedValue(member, value ?? null)] as const),
    [contentMember, mappedObject('properties', mapping.properties ?? '$.detail')] as const,
  ];
}

const isPath = (value: MappedValue) => typeof value === 'string' && value.startsWith('$');

/** A text without its `$` would be the id of every event: all of them would be one customer's, or one event. */
function refuseConstants(mapping: EventBridgeMapping): void {
  for (const name of ['userId', 'anonymousId', 'previousId', 'messageId', 'time'] as const) {
    const value = mapping[name];
    if (value === undefined || (Array.isArray(value) ? value : [value]).some(isPath)) continue;
    throw new Error(`${name}: must be a path, such as $.detail.id, got ${JSON.stringify(value)}`);
  }
}

/** The mapped id, its parts joined by `/`; undefined where one of them is missing. */
function mappedId(mapped: EventBridgeMapping['messageId']): ValueReader {
  const parts: readonly MappedValue[] = Array.isArray(mapped) ? mapped : mapped === undefined ? [] : [mapped];
  const readers = parts.map((part) => mappedValue('messageId', part));
  return (event) => {
    const values = readers.map((readValue) => readValue(event) ?? '');
    const [first] = values;
    if (first === undefined || values.includes('')) return undefined;
    // What is neither text nor number is no id, and is refused as such.
    const odd = values.find((value) => typeof value !== 'string' && typeof value !== 'number');
    return odd === undefined ? values.join('/') : odd;
  };
}

/**
 * Compiles a mapping: an event of the bus → an item of the Segment tracking specification, which nothing has checked yet.
 *
 * @throws Error that names the member of the mapping that is wrong.
 */
export function compileEventBridgeMapping(mapping: EventBridgeMapping): (event: JsonObject) => JsonObject {
  const { type = 'track' } = mapping;
  const members = membersOf(mapping, type);
  refuseConstants(mapping);
  const messageId = mappedId(mapping.messageId);
  const time = mappedValue('time', mapping.time ?? null);
  const context = mappedObject('context', mapping.context ?? {});
  const accountId = mappedValue('accountId', type === 'group' ? null : (mapping.accountId ?? null));
  return (event) => {
    const item: JsonObject = { type };
    for (const [member, readValue] of members) item[member] = readValue(event) ?? null;
    item['messageId'] = messageId(event) ?? event['id'] ?? null;
    item['timestamp'] = time(event) ?? event['time'] ?? null;
    item['context'] = contextOf(event, context(event) ?? {}, accountId(event) ?? null);
    return item;
  };
}

function contextOf(event: JsonObject, own: Json, accountId: Json): Json {
  if (!isJsonObject(own)) return own;
  return { source: event['source'] ?? null, ...(accountId !== null && { groupId: accountId }), ...own };
}
