import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import { type JsonObject, maximumNesting, nestsWithin } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { maximumEventBytes, type SegmentItem, segmentItemSchema } from '#contracts/segment-request.ts';
import { isoTime, parseClockMs } from '#contracts/time.ts';
import { tooLate } from '#domain/profile/horizon.ts';
import { correctTime } from './correct-time.ts';
import { firstProblem } from './first-problem.ts';
import { quarantineEntry } from './quarantine-entry.ts';
import { interpret, type TrackingPlan } from './tracking-plan.ts';

/** What surrounds an item: whose it is, when it came, what the batch says for all. */
export type ItemSurroundings = {
  readonly tenant: string;
  readonly source: string;
  readonly receivedMs: number;
  readonly batchSentAt: string | null;
  readonly batchContext: JsonObject;
  /** Size of that context as JSON: it becomes a part of every event of the batch. */
  readonly batchContextBytes: number;
  /** The id that the event gets if it brings none. */
  readonly fallbackId: string;
};

export type DecodedItem =
  | { readonly kind: 'event'; readonly event: CanonicalEvent }
  | { readonly kind: 'quarantined'; readonly entry: QuarantinedEvent };

/** An item holds objects of the greatest depth. */
const maximumItemNesting = maximumNesting + 1;

/** Size of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

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

function propertiesOf(item: SegmentItem): JsonObject {
  if (item.type === 'alias') return { previousId: item.previousId };
  if (item.type === 'identify' || item.type === 'group') return item.traits ?? {};
  return item.properties ?? {};
}

function timeOf(item: SegmentItem, around: ItemSurroundings): number {
  const read = (text: string | null | undefined) => (text ? parseClockMs(text) : null);
  const originalMs = read(item.originalTimestamp ?? item.timestamp);
  return correctTime({ originalMs, sentMs: read(item.sentAt ?? around.batchSentAt) }, around.receivedMs);
}

function toEvent(item: SegmentItem, around: ItemSurroundings): unknown {
  return {
    tenant: around.tenant,
    id: item.messageId ?? around.fallbackId,
    type: item.type,
    name: nameOf(item),
    userId: item.userId,
    anonymousId: item.anonymousId,
    accountId: item.type === 'group' ? item.groupId : null,
    timeMs: timeOf(item, around),
    receivedMs: around.receivedMs,
    properties: propertiesOf(item),
    context: { ...around.batchContext, ...item.context },
  };
}

/**
 * Turns one item of the Segment tracking specification into the canonical event, or into a quarantine entry that says what
 * is wrong with it.
 */
export function decodeSegmentItem(plan: TrackingPlan, raw: unknown, around: ItemSurroundings): DecodedItem {
  const { tenant, source, receivedMs } = around;
  const aside = (reason: QuarantinedEvent['reason'], detail: string): DecodedItem => ({
    kind: 'quarantined',
    entry: quarantineEntry({ tenant, source, receivedMs, reason, detail }, raw),
  });
  if (!nestsWithin(raw, maximumItemNesting))
    return aside('schema', `is nested deeper than ${maximumItemNesting} levels`);
  const bytes = jsonBytes(raw) + around.batchContextBytes;
  if (bytes > maximumEventBytes) {
    return aside('too large', `an event may have ${maximumEventBytes} bytes, this one has ${bytes}`);
  }
  const item = segmentItemSchema.safeParse(raw);
  if (!item.success) return aside('schema', firstProblem(item.error, raw));
  if (item.data.userId === null && item.data.anonymousId === null) {
    return aside('no customer', 'neither userId nor anonymousId is given');
  }
  const made = toEvent(item.data, around);
  const event = canonicalEventSchema.safeParse(made);
  if (!event.success) return aside('schema', firstProblem(event.error, made));
  const meaning = interpret(plan, event.data);
  if (meaning.kind === 'problem') return aside('schema', meaning.detail);
  const late = tooLate(event.data, receivedMs);
  if (late !== null) return aside('late', `it happened at ${isoTime(event.data.timeMs)}, ${late}`);
  return { kind: 'event', event: event.data };
}
