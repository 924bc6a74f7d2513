import type { CanonicalEvent, EventType } from '#contracts/canonical-event.ts';
import { isJsonObject, type JsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { maximumEventsPerRequest, maximumRequestBytes, segmentBatchSchema } from '#contracts/segment-request.ts';
import { decodeSegmentItem, jsonBytes } from './decode-segment-item.ts';
import { firstProblem } from './first-problem.ts';
import type { TrackingPlan } from './tracking-plan.ts';

export type Refusal = { readonly kind: 'refused'; readonly status: 400 | 413; readonly message: string };

export type ParsedBody = { readonly kind: 'parsed'; readonly body: JsonObject; readonly bytes: number };

/** Body text → JSON object, or a refusal: 413 with the limit, 400 for what can never be valid. */
export function parseBody(text: string): ParsedBody | Refusal {
  const bytes = Buffer.byteLength(text);
  if (bytes > maximumRequestBytes) {
    const message = `Cannot take the request: ${bytes} bytes, the limit is ${maximumRequestBytes}`;
    return { kind: 'refused', status: 413, message };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return { kind: 'refused', status: 400, message: `Cannot read the body as JSON: ${reason}` };
  }
  if (!isJsonObject(parsed)) {
    return { kind: 'refused', status: 400, message: 'Cannot read the body: it is not a JSON object' };
  }
  return { kind: 'parsed', body: parsed, bytes };
}

export type DecodedRequest = {
  readonly kind: 'decoded';
  readonly events: readonly CanonicalEvent[];
  readonly quarantined: readonly QuarantinedEvent[];
};

/** Who sent the request, and when. */
export type RequestSurroundings = {
  readonly tenant: string;
  readonly source: string;
  readonly receivedMs: number;
  readonly requestId: string;
};

/**
 * Decodes the body of `POST /v1/{call}`: for `batch` its items, else the one item that the body is. Each item becomes an
 * event or a quarantine entry on its own; only a body that can never be valid is refused as a whole.
 */
export function decodeSegmentRequest(
  plan: TrackingPlan,
  call: EventType | 'batch',
  body: JsonObject,
  around: RequestSurroundings,
): DecodedRequest | Refusal {
  const batch = segmentBatchSchema.safeParse(call === 'batch' ? body : { batch: [{ ...body, type: call }] });
  if (!batch.success) {
    return { kind: 'refused', status: 400, message: `Cannot read the batch: ${firstProblem(batch.error, body)}` };
  }
  if (batch.data.batch.length > maximumEventsPerRequest) {
    const message = `Cannot take the request: ${batch.data.batch.length} events, the limit is ${maximumEventsPerRequest}`;
    return { kind: 'refused', status: 413, message };
  }
  const batchContext = batch.data.context ?? {};
  const batchContextBytes = batch.data.context ? jsonBytes(batchContext) : 0;
  const events: CanonicalEvent[] = [];
  const quarantined: QuarantinedEvent[] = [];
  for (const [index, item] of batch.data.batch.entries()) {
    const decoded = decodeSegmentItem(plan, item, {
      tenant: around.tenant,
      source: around.source,
      receivedMs: around.receivedMs,
      batchSentAt: batch.data.sentAt ?? null,
      batchContext,
      batchContextBytes,
      fallbackId: `${around.requestId}/${index}`,
    });
    if (decoded.kind === 'event') events.push(decoded.event);
    else quarantined.push(decoded.entry);
  }
  return { kind: 'decoded', events, quarantined };
}
