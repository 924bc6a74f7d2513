import { CloudEvent, type Headers, HTTP } from 'cloudevents';
import { messageBody } from '#adapters/aws/message-body.ts';
import type { JsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { cloudEventsOfHttp } from '#domain/ingest/cloud-events-of-http.ts';
import { decodeCloudEvents } from '#domain/ingest/decode-cloud-event.ts';
import { decodeSegmentRequest, parseBody, type Refusal } from '#domain/ingest/decode-segment-request.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { nowMs, tenant } from '../example-events.ts';
import { receivedMessage } from '../received-messages.ts';
import { origin } from './door-examples.ts';
import { busSourceName, doorRetention } from './door-retention.ts';

/** What lies on the event queue once items came through a door, and what was set aside before. */
export type Entered = {
  readonly messages: readonly ReceivedMessage[];
  readonly quarantined: readonly QuarantinedEvent[];
};

const source = 'app';
const around = { tenant, source, receivedMs: nowMs, clock: 'live', requestId: 'request' } as const;
const { plan } = doorRetention;

/** What the HTTP API puts on the queue. Throws if it refuses the request. */
function stored(decoded: DecodedRequest | Refusal): Entered {
  if (decoded.kind === 'refused') throw new Error(`refused with ${decoded.status}: ${decoded.message}`);
  const { events, mostBytes, quarantined } = decoded;
  const envelope = { tenant, source, correlationId: 'request', clock: { mode: 'live' as const } };
  const bodies = packEvents({ ...envelope, events }, mostBytes).map(messageBody);
  return { messages: bodies.map((body, index) => receivedMessage(`packed ${index}`, body)), quarantined };
}

const together = (all: readonly Entered[]): Entered => ({
  messages: all.flatMap(({ messages }) => messages),
  quarantined: all.flatMap(({ quarantined }) => quarantined),
});

const direct = (id: string, content: object): Entered => ({
  messages: [receivedMessage(id, JSON.stringify({ schemaVersion: 1, tenant, source, ...content }))],
  quarantined: [],
});

const text = (value: unknown) => (typeof value === 'string' ? value : '');

/** The attributes that every CloudEvent of an item has. */
function attributes(item: JsonObject) {
  const id = text(item['messageId']).replace(`@${origin}`, '');
  return {
    specversion: '1.0',
    id,
    source: origin,
    ...(item['timestamp'] !== null && { time: text(item['timestamp']) }),
  };
}

/** An item as a CloudEvent whose data are the call. */
function callAsCloudEvent(item: JsonObject): JsonObject {
  const { type, messageId: _id, timestamp: _time, ...data } = item;
  return { ...attributes(item), type: `holdfast.${text(type)}`, datacontenttype: 'application/json', data };
}

/** A track item as a CloudEvent of its own type, its customer in the attributes; any other item as a call. */
function asCloudEvent(item: JsonObject): JsonObject {
  const { type, event, userId, anonymousId, properties, context } = item;
  const fitsAttributes = type === 'track' && text(event) !== '' && (userId === undefined || typeof userId !== 'object');
  if (!fitsAttributes || Array.isArray(properties)) return callAsCloudEvent(item);
  const account =
    typeof context === 'object' && context !== null && !Array.isArray(context) ? context['groupId'] : null;
  const named = { userid: userId, anonymousid: anonymousId, accountid: account };
  const extensions = Object.entries(named).flatMap(([name, id]) =>
    id === undefined || id === null ? [] : [[name, id]],
  );
  const known = { ...attributes(item), type: text(event), datacontenttype: 'application/json' };
  return { ...known, ...Object.fromEntries(extensions), ...(properties !== undefined && { data: properties }) };
}

const inLowerCase = (headers: Headers) =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

function overHttp(headers: Headers, body: string): Entered {
  const found = cloudEventsOfHttp(inLowerCase(headers), body);
  return stored(found.kind === 'refused' ? found : decodeCloudEvents(plan, found.events, around));
}

/** What the npm package `cloudevents` makes of an event. Its time is put in after: the package takes no bad one, and no none. */
const ofPackage = (event: JsonObject) => new CloudEvent<unknown>({ ...event, time: new Date(0).toISOString() }, false);

function structured(event: JsonObject): Entered {
  const { headers, body } = HTTP.structured(ofPackage(event));
  return overHttp(headers, JSON.stringify({ ...JSON.parse(String(body)), time: event['time'] }));
}

/** Percent-encodes as the HTTP binding wants it, which the package leaves to its user. */
function encoded(headers: Headers): Headers {
  const percentEncoded = (value: unknown) =>
    String(value).replaceAll(/[^\x21-\x7e]+|["%]/g, (characters) => encodeURIComponent(characters));
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, name.startsWith('ce-') ? percentEncoded(value) : value]),
  );
}

function binary(event: JsonObject): Entered {
  const { headers, body } = HTTP.binary(ofPackage(event));
  const { 'ce-time': _time, ...timeless } = headers;
  const timed = event['time'] === undefined ? timeless : { ...timeless, 'ce-time': text(event['time']) };
  return overHttp(encoded(timed), typeof body === 'string' ? body : '');
}

function onBus(item: JsonObject, index: number): Entered {
  const time = item['timestamp'] ?? new Date(nowMs).toISOString();
  const about = { version: '0', id: `bus-${index}`, source: origin, account: '000000000000', region: 'us-east-1' };
  const event = { ...about, 'detail-type': 'Shop Event', time, resources: [], detail: item };
  return direct(`bus ${index}`, { kind: 'eventbridge', source: busSourceName(text(item['type'])), event });
}

/** Every door for events that are not canonical yet: items → what lies on the event queue. */
export const doors: Readonly<Record<string, (items: readonly JsonObject[]) => Entered>> = {
  'a Segment batch over HTTP': (items) => {
    const parsed = parseBody(JSON.stringify({ batch: items }));
    return stored(parsed.kind === 'refused' ? parsed : decodeSegmentRequest(plan, 'batch', parsed.body, around));
  },
  'Segment items in a message': (items) => direct('segment', { kind: 'segment', batch: items }),
  'structured CloudEvents over HTTP': (items) => together(items.map((item) => structured(asCloudEvent(item)))),
  'binary CloudEvents over HTTP': (items) => together(items.map((item) => binary(asCloudEvent(item)))),
  'a batch of CloudEvents over HTTP': (items) =>
    overHttp({ 'Content-Type': 'application/cloudevents-batch+json' }, JSON.stringify(items.map(asCloudEvent))),
  'CloudEvents with calls in them over HTTP': (items) =>
    together(items.map((item) => structured(callAsCloudEvent(item)))),
  'CloudEvents in a message': (items) =>
    direct('cloudevents', { kind: 'cloudevents', events: items.map(asCloudEvent) }),
  'an EventBridge rule': (items) => together(items.map(onBus)),
};
