import { hash } from 'node:crypto';
import { eventTypes } from '#contracts/canonical-event.ts';
import { type CloudEvent, cloudEventSchema } from '#contracts/cloud-event.ts';
import { isJsonObject, type Json, type JsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { dataOfCloudEvent } from './cloud-event-data.ts';
import { type DecodedItem, decodeSegmentItem } from './decode-segment-item.ts';
import type { RequestSurroundings } from './decode-segment-request.ts';
import { firstProblem } from './first-problem.ts';
import { type DecodedRequest, gatherDecoded } from './gather-decoded.ts';
import { alone, type ItemSurroundings } from './item-surroundings.ts';
import { quarantineEntry } from './quarantine-entry.ts';
import type { TrackingPlan } from './tracking-plan.ts';

/** Whose CloudEvent it is, and when it came. */
export type CloudEventSurroundings = Pick<ItemSurroundings, 'tenant' | 'source' | 'receivedMs' | 'clock'>;

/** The types whose data are a call of the Segment tracking specification, such as `holdfast.identify`. */
const callTypes: ReadonlyMap<string, string> = new Map(eventTypes.map((type) => [`holdfast.${type}`, type]));

const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/** The id of the event: id and source together, so that two sources may count from 1. */
function messageIdOf({ id, source }: CloudEvent): string {
  // An "@" within the id would leave open where the source begins.
  return id.includes('@') ? `sha256:${hash('sha256', JSON.stringify([id, source]), 'hex')}` : `${id}@${source}`;
}

/** What the data say by themselves, as an item: a call, or the properties of an event that is named by its type. */
function callOf({ type }: CloudEvent, data: Json | undefined): JsonObject | null {
  const call = callTypes.get(type);
  if (call !== undefined) return data === undefined || isJsonObject(data) ? { ...data, type: call } : null;
  const properties = isJsonObject(data) ? data : data === undefined ? {} : { data };
  return { type: 'track', event: type, properties };
}

/** Adds what the attributes say wherever the data say nothing: the id, the time, the customer, where it comes from. */
function itemOf(cloudEvent: CloudEvent, call: JsonObject): JsonObject {
  const { userid, anonymousid, accountid, subject, time, source } = cloudEvent;
  const item: JsonObject = { ...call };
  const offer = (name: string, value: string | null | undefined) => {
    if (!isGiven(item[name]) && value !== undefined && value !== null && value !== '') item[name] = value;
  };
  offer('messageId', messageIdOf(cloudEvent));
  if (!isGiven(item['originalTimestamp'])) offer('timestamp', time);
  offer('userId', userid);
  offer('anonymousId', anonymousid);
  if (!isGiven(item['anonymousId'])) offer('userId', subject);
  if (item['type'] === 'group') offer('groupId', accountid);
  const context = item['context'] ?? {};
  if (isJsonObject(context)) {
    item['context'] = { source, ...context };
    if (item['type'] !== 'group' && isGiven(accountid))
      item['context'] = { source, groupId: accountid ?? '', ...context };
  }
  return item;
}

/** A call may have been passed on with the write key that it was sent with, which is kept nowhere. */
function withoutWriteKey(raw: unknown): unknown {
  if (!isJsonObject(raw) || typeof raw['type'] !== 'string' || !callTypes.has(raw['type'])) return raw;
  if (!isJsonObject(raw['data']) || !Object.hasOwn(raw['data'], 'writeKey')) return raw;
  const { writeKey: _secret, ...data } = raw['data'];
  return { ...raw, data };
}

/**
 * Turns a CloudEvent into the canonical event, or into a quarantine entry that says what is wrong with it.
 *
 * `holdfast.track`, `holdfast.identify` and so on: the data are that call of the Segment specification. Any other type: an
 * event of that name, with the data as its properties. The customer is named by the data, else by the extension attributes
 * `userid` and `anonymousid`, else by the subject, which is a user id then.
 */
export function decodeCloudEvent(plan: TrackingPlan, raw: unknown, around: CloudEventSurroundings): DecodedItem {
  const { tenant, source, receivedMs } = around;
  const aside = (reason: QuarantinedEvent['reason'], detail: string): DecodedItem => ({
    kind: 'quarantined',
    entry: quarantineEntry({ tenant, source, receivedMs, reason, detail }, withoutWriteKey(raw)),
  });
  const cloudEvent = cloudEventSchema.safeParse(raw);
  if (!cloudEvent.success) return aside('schema', firstProblem(cloudEvent.error, raw));
  const data = dataOfCloudEvent(cloudEvent.data);
  if (data.kind === 'unreadable') return aside('schema', data.detail);
  const call = callOf(cloudEvent.data, data.value);
  if (call === null) return aside('schema', `data: must be a JSON object where the type is ${cloudEvent.data.type}`);
  const item = itemOf(cloudEvent.data, call);
  const decoded = decodeSegmentItem(plan, item, alone(around, messageIdOf(cloudEvent.data)));
  return decoded.kind === 'event' ? decoded : aside(decoded.entry.reason, decoded.entry.detail);
}

/** Decodes CloudEvents one by one: each becomes an event or a quarantine entry on its own. */
export function decodeCloudEvents(
  plan: TrackingPlan,
  raws: readonly unknown[],
  around: RequestSurroundings,
): DecodedRequest {
  return gatherDecoded(raws.map((raw) => decodeCloudEvent(plan, raw, around)));
}
