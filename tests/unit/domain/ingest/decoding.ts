import type { EventType } from '#contracts/canonical-event.ts';
import type { Json, JsonObject } from '#contracts/json.ts';
import { decodeSegmentRequest, parseBody } from '#domain/ingest/decode-segment-request.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { examplePlan, juneMs } from '../example-event.ts';

export const around = {
  tenant: 'shop',
  source: 'web',
  receivedMs: juneMs,
  clock: 'live',
  requestId: 'request-1',
} as const;

/** What the body of a call becomes. */
export function decode(call: EventType | 'batch', body: JsonObject) {
  return decodeSegmentRequest(examplePlan, call, body, around);
}

/** The same, through JSON text as a client sends it. Throws if the request is refused. */
export function decodeText(call: EventType | 'batch', text: string): DecodedRequest {
  const parsed = parseBody(text);
  const decoded =
    parsed.kind === 'parsed' ? decodeSegmentRequest(examplePlan, call, parsed.body, around, parsed.unitBytes) : parsed;
  if (decoded.kind === 'refused') throw new Error(`refused with ${decoded.status}: ${decoded.message}`);
  return decoded;
}

export function decodeBatch(items: readonly Json[], rest: JsonObject = {}): DecodedRequest {
  return decodeText('batch', JSON.stringify({ batch: items, ...rest }));
}

export const track = { type: 'track', event: 'Looked', userId: 'ada', messageId: 'm1' } as const;

/** The event that an item becomes; fails the test where it is set aside. */
export function eventOf(item: JsonObject, rest: JsonObject = {}) {
  const { events, quarantined } = decodeBatch([item], rest);
  if (quarantined.length > 0) throw new Error(`set aside: ${JSON.stringify(quarantined)}`);
  return events[0];
}

/** Why an item is set aside; fails the test where it is not. */
export function problemOf(item: JsonObject, rest: JsonObject = {}): string {
  const { events, quarantined } = decodeBatch([item], rest);
  if (events.length > 0) throw new Error(`accepted: ${JSON.stringify(events)}`);
  return `${quarantined[0]?.reason}: ${quarantined[0]?.detail}`;
}
