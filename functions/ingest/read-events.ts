import type { JsonObject } from '#contracts/json.ts';
import { cloudEventsOfHttp } from '#domain/ingest/cloud-events-of-http.ts';
import { decodeCloudEvents } from '#domain/ingest/decode-cloud-event.ts';
import {
  decodeSegmentRequest,
  parseBody,
  type Refusal,
  type RequestSurroundings,
} from '#domain/ingest/decode-segment-request.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { HttpCall } from './ingest-call.ts';
import { readBody } from './read-body.ts';
import type { IngestRoute } from './routes.ts';

/** A body that can be read, before anybody knows whose it is. */
export type ReadEvents = {
  readonly kind: 'events';
  /** What may hold the write key beside the headers. */
  readonly body: JsonObject;
  readonly decode: (around: RequestSurroundings) => DecodedRequest | Refusal;
};

export type EventRoute = Extract<IngestRoute, { kind: 'segment' | 'cloud events' }>;

/** Reads the body of a call that brings events, or says why nobody could. */
export function readEvents(plan: TrackingPlan, route: EventRoute, call: HttpCall): ReadEvents | Refusal {
  const read = readBody(call);
  if (read.kind === 'refused') return read;
  if (route.kind === 'cloud events') {
    const found = cloudEventsOfHttp(call.headers, read.text);
    if (found.kind === 'refused') return found;
    return { kind: 'events', body: {}, decode: (around) => decodeCloudEvents(plan, found.events, around) };
  }
  const parsed = parseBody(read.text);
  if (parsed.kind === 'refused') return parsed;
  const { writeKey: _secret, ...body } = parsed.body;
  return {
    kind: 'events',
    body: parsed.body,
    decode: (around) => decodeSegmentRequest(plan, route.call, body, around, parsed.unitBytes),
  };
}
