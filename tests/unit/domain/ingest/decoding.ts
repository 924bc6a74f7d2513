import type { EventType } from '#contracts/canonical-event.ts';
import type { Json, JsonObject } from '#contracts/json.ts';
import { type DecodedRequest, decodeSegmentRequest, parseBody } from '#domain/ingest/decode-segment-request.ts';
import { examplePlan, juneMs } from '../example-event.ts';

export const around = { tenant: 'shop', source: 'web', receivedMs: juneMs, requestId: 'request-1' } as const;

/** What the body of a call becomes. */
export function decode(call: EventType | 'batch', body: JsonObject) {
  return decodeSegmentRequest(examplePlan, call, body, around);
}

/** The same, through JSON text as a client sends it. Throws if the request is refused. */
export function decodeText(call: EventType | 'batch', text: string): DecodedRequest {
  const parsed = parseBody(text);
  const decoded = parsed.kind === 'parsed' ? decode(call, parsed.body) : parsed;
  if (decoded.kind === 'refused') throw new Error(`refused with ${decoded.status}: ${decoded.message}`);
  return decoded;
}

export function decodeBatch(items: readonly Json[], rest: JsonObject = {}): DecodedRequest {
  return decodeText('batch', JSON.stringify({ batch: items, ...rest }));
}

export const track = { type: 'track', event: 'Looked', userId: 'ada', messageId: 'm1' } as const;
