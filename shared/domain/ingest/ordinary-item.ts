import { maximumIdentifierLength } from '#contracts/identifier.ts';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import { maximumEventNameLength, type SegmentItem } from '#contracts/segment-request.ts';
import { parseUtcMs } from '#contracts/utc-time.ts';

/** In these readers `undefined` says: unusual, let the schema decide. */
function idOf(value: unknown): string | null | undefined {
  if (typeof value === 'string') return value.length > maximumIdentifierLength ? undefined : value || null;
  if (value === undefined || value === null) return null;
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function timeOf(value: unknown): number | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? (parseUtcMs(value) ?? undefined) : undefined;
}

function objectOf(value: unknown): JsonObject | null | undefined {
  if (value === undefined || value === null) return null;
  return isJsonObject(value) ? value : undefined;
}

function nameOf(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' && value.length <= maximumEventNameLength ? value : undefined;
}

function commonOf(raw: JsonObject) {
  const messageId = raw['messageId'];
  if (typeof messageId !== 'string' && messageId !== undefined && messageId !== null) return undefined;
  const userId = idOf(raw['userId']);
  const anonymousId = idOf(raw['anonymousId']);
  const timestamp = timeOf(raw['timestamp']);
  const originalTimestamp = timeOf(raw['originalTimestamp']);
  const context = objectOf(raw['context']);
  if (userId === undefined || anonymousId === undefined || context === undefined) return undefined;
  if (timestamp === undefined || originalTimestamp === undefined) return undefined;
  const { sentAt, integrations } = raw;
  return { messageId, userId, anonymousId, timestamp, originalTimestamp, sentAt, context, integrations };
}

/**
 * Reads an item of the Segment tracking specification as `segmentItemSchema` does, if there is nothing unusual about it; null
 * where there is, be it right or wrong: the schema then takes it, or says what is wrong. It takes a tenth of the schema's
 * time. The item must be known to nest no deeper than the schema allows.
 */
export function readOrdinaryItem(raw: unknown): SegmentItem | null {
  if (!isJsonObject(raw)) return null;
  const common = commonOf(raw);
  if (common === undefined) return null;
  const { type } = raw;
  if (type === 'track') {
    const event = nameOf(raw['event']);
    const properties = objectOf(raw['properties']);
    return !event || properties === undefined ? null : { ...common, type, event, properties };
  }
  if (type === 'page' || type === 'screen') {
    const name = nameOf(raw['name']);
    const properties = objectOf(raw['properties']);
    if (name === undefined || properties === undefined) return null;
    return { ...common, type, name, category: raw['category'], properties };
  }
  const traits = objectOf(raw['traits']);
  if (type === 'identify') return traits === undefined ? null : { ...common, type, traits };
  if (type === 'group') {
    const groupId = idOf(raw['groupId']);
    return traits === undefined || !groupId ? null : { ...common, type, groupId, traits };
  }
  if (type !== 'alias') return null;
  const previousId = idOf(raw['previousId']);
  return previousId ? { ...common, type, previousId } : null;
}
