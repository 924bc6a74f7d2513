import type { EventType } from '#contracts/canonical-event.ts';
import { isJsonObject, type JsonObject, maximumNesting, nestsWithin } from '#contracts/json.ts';
import {
  maximumEventsPerRequest,
  maximumRequestBytes,
  maximumSpreadBytes,
  segmentBatchSchema,
} from '#contracts/segment-request.ts';
import { decodeSegmentItem, jsonBytes } from './decode-segment-item.ts';
import type { UnitBytes } from './event-bytes.ts';
import { firstProblem } from './first-problem.ts';
import { type DecodedRequest, gatherDecoded } from './gather-decoded.ts';
import type { ItemSurroundings } from './item-surroundings.ts';
import type { TrackingPlan } from './tracking-plan.ts';

/** Why a request is refused as a whole: 400 and 415, it can never be valid; 413, it is too large. */
export type Refusal = { readonly kind: 'refused'; readonly status: 400 | 413 | 415; readonly message: string };

export type ParsedBody = {
  readonly kind: 'parsed';
  readonly body: JsonObject;
  /** What is known of the texts in it. */
  readonly unitBytes: UnitBytes;
};

const refused = (status: Refusal['status'], message: string): Refusal => ({ kind: 'refused', status, message });

/** Body text → JSON object, or a refusal: 413 with the limit, 400 for what can never be valid. */
export function parseBody(text: string): ParsedBody | Refusal {
  const bytes = Buffer.byteLength(text);
  if (bytes > maximumRequestBytes) {
    return refused(413, `Cannot take the request: ${bytes} bytes, the limit is ${maximumRequestBytes}`);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.slice(0, 200) : 'unreadable';
    return refused(400, `Cannot read the body as JSON: ${reason.toWellFormed()}`);
  }
  if (!isJsonObject(parsed)) return refused(400, 'Cannot read the body: it is not a JSON object');
  // ASCII without a backslash holds nothing that JSON would escape, or UTF-8 write in more than one byte.
  return { kind: 'parsed', body: parsed, unitBytes: bytes === text.length && !text.includes('\\') ? 1 : 6 };
}

/** Who sent the request, and when. */
export type RequestSurroundings = Pick<ItemSurroundings, 'tenant' | 'source' | 'receivedMs' | 'clock'> & {
  readonly requestId: string;
};

type Batch = {
  readonly kind: 'batch';
  readonly items: readonly unknown[];
  readonly shared: Pick<ItemSurroundings, 'sentAt' | 'context' | 'integrations' | 'sharedBytes'>;
};

/** Longest text that is taken for the time of sending, which is read for each item; nobody writes a longer one. */
const longestSentAt = 64;

const nothingShared: Batch['shared'] = { sentAt: null, context: {}, integrations: {}, sharedBytes: 0 };

const sizeOf = (shared: JsonObject) => (Object.keys(shared).length === 0 ? 0 : jsonBytes(shared));

function readBatch(body: JsonObject): Batch | Refusal {
  const batch = segmentBatchSchema.safeParse(body);
  if (!batch.success) return refused(400, `Cannot read the batch: ${firstProblem(batch.error, body)}`);
  const { batch: items, sentAt } = batch.data;
  if (items.length > maximumEventsPerRequest) {
    return refused(413, `Cannot take the request: ${items.length} events, the limit is ${maximumEventsPerRequest}`);
  }
  const context = isJsonObject(batch.data.context) ? batch.data.context : {};
  const integrations = isJsonObject(batch.data.integrations) ? batch.data.integrations : {};
  for (const [name, shared] of Object.entries({ context, integrations })) {
    if (nestsWithin(shared, maximumNesting)) continue;
    return refused(400, `Cannot read the batch: ${name}: is nested deeper than ${maximumNesting} levels`);
  }
  const sharedBytes = sizeOf(context) + sizeOf(integrations);
  const spreadBytes = sharedBytes * items.length;
  if (spreadBytes > maximumSpreadBytes) {
    const what = `its context and integrations become ${spreadBytes} bytes in ${items.length} events`;
    return refused(413, `Cannot take the request: ${what}, the limit is ${maximumSpreadBytes}; send fewer at once`);
  }
  const sentAtText = typeof sentAt === 'string' && sentAt.length <= longestSentAt ? sentAt : null;
  return { kind: 'batch', items, shared: { sentAt: sentAtText, context, integrations, sharedBytes } };
}

function decodeEach(
  plan: TrackingPlan,
  { items, shared }: Batch,
  around: RequestSurroundings,
  unitBytes: UnitBytes,
): DecodedRequest {
  const { tenant, source, receivedMs, clock, requestId } = around;
  const { sentAt, context, integrations, sharedBytes } = shared;
  // Spelled out, because to spread objects for each item takes longer than to read it.
  const decoded = items.map((item, index) => {
    const fallbackId = `${requestId}/${index}`;
    const of = { tenant, source, receivedMs, clock, sentAt, context, integrations, sharedBytes, unitBytes, fallbackId };
    return decodeSegmentItem(plan, item, of);
  });
  return gatherDecoded(decoded);
}

/**
 * Decodes the body of `POST /v1/{call}`: for `batch` its items, else the one item that the body is. Each item becomes an
 * event or a quarantine entry on its own; only a body that can never be valid is refused as a whole, and a call whose one
 * event is too large. `unitBytes` is what `parseBody` says of the texts.
 */
export function decodeSegmentRequest(
  plan: TrackingPlan,
  call: EventType | 'batch',
  body: JsonObject,
  around: RequestSurroundings,
  unitBytes: UnitBytes = 6,
): DecodedRequest | Refusal {
  if (call === 'batch') {
    const batch = readBatch(body);
    return batch.kind === 'refused' ? batch : decodeEach(plan, batch, around, unitBytes);
  }
  const items = [{ ...body, type: call }];
  const decoded = decodeEach(plan, { kind: 'batch', items, shared: nothingShared }, around, unitBytes);
  const large = decoded.quarantined.find((entry) => entry.reason === 'too large');
  return large === undefined ? decoded : refused(413, `Cannot take the event: ${large.detail.replace(/ \(.*/, '')}`);
}
