import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { maximumIdentifierLength } from '#contracts/identifier.ts';
import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import type { SegmentItem } from '#contracts/segment-request.ts';
import { parseClockMs } from '#contracts/time.ts';
import { correctTime } from './correct-time.ts';
import type { ItemSurroundings } from './item-surroundings.ts';
import { savedEventId } from './saved-event-id.ts';

function nameOf(item: SegmentItem): string {
  switch (item.type) {
    case 'track':
      return item.event;
    case 'page':
      return item.name || 'Page Viewed';
    case 'screen':
      return item.name || 'Screen Viewed';
    case 'identify':
      return 'Identify';
    case 'group':
      return 'Group';
    case 'alias':
      return 'Alias';
  }
}

/** Where the libraries of RudderStack put the traits of an identify call (RudderStack event specification, "Identify"). */
function traitsInContext(context: SegmentItem['context']): JsonObject {
  const traits = context?.['traits'];
  return isJsonObject(traits) ? traits : {};
}

function propertiesOf(item: SegmentItem): JsonObject {
  if (item.type === 'alias') return { previousId: item.previousId };
  if (item.type === 'group') return item.traits ?? {};
  if (item.type === 'identify') return item.traits ?? traitsInContext(item.context);
  const properties = item.properties ?? {};
  if (item.type === 'track' || typeof item.category !== 'string' || item.category === '') return properties;
  // Browsers send the category of a page in both places, servers beside the properties only.
  return Object.hasOwn(properties, 'category') ? properties : { ...properties, category: item.category };
}

function sentMsOf(item: SegmentItem, around: ItemSurroundings): number | null {
  const own = typeof item.sentAt === 'string' ? parseClockMs(item.sentAt) : null;
  return own ?? (around.sentAt === null ? null : parseClockMs(around.sentAt));
}

function timeOf(item: SegmentItem, around: ItemSurroundings): number {
  const { timestamp = null, originalTimestamp = null } = item;
  const sentMs = sentMsOf(item, around);
  // `timestamp` beside `originalTimestamp` is corrected already: it counts where there is nothing to correct the other by.
  const originalMs = sentMs === null ? (timestamp ?? originalTimestamp) : (originalTimestamp ?? timestamp);
  return correctTime({ originalMs, sentMs }, around.receivedMs);
}

/** Whether there is nothing in it; a loop, because a list of the names would be made for every event. */
function isEmpty(value: object): boolean {
  for (const name in value) if (Object.hasOwn(value, name)) return false;
  return true;
}

const nothing: JsonObject = Object.freeze({});

function contextOf(item: SegmentItem, around: ItemSurroundings): JsonObject {
  const own = item.context ?? {};
  const context = isEmpty(around.context) ? own : { ...around.context, ...own };
  const ownIntegrations = isJsonObject(item.integrations) ? item.integrations : nothing;
  if (isEmpty(around.integrations) && isEmpty(ownIntegrations)) return context;
  return { ...context, integrations: { ...around.integrations, ...ownIntegrations } };
}

/** An id that lies where nothing is promised about it: what is no id is passed over. */
function looseId(value: Json | undefined): string | null {
  const id = Number.isSafeInteger(value) ? String(value) : value;
  if (typeof id !== 'string' || id === '' || id.length > maximumIdentifierLength) return null;
  return id.isWellFormed() ? id : null;
}

/** Makes the canonical event of an item. Its ids may be no well-formed Unicode still, and its time outside 1970 to 9999. */
export function segmentEvent(item: SegmentItem, around: ItemSurroundings): CanonicalEvent {
  const context = contextOf(item, around);
  return {
    tenant: around.tenant,
    id: item.messageId ? savedEventId(item.messageId) : around.fallbackId,
    type: item.type,
    name: nameOf(item),
    userId: item.userId,
    anonymousId: item.anonymousId,
    accountId: item.type === 'group' ? item.groupId : looseId(context['groupId']),
    timeMs: timeOf(item, around),
    receivedMs: around.receivedMs,
    properties: propertiesOf(item),
    context,
  };
}
