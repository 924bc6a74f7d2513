import { queueJson } from '#contracts/queue-json.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { decodeSegmentRequest, parseBody } from '#domain/ingest/decode-segment-request.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { retention } from '#retention/retention.ts';
import { bestOf } from './best-of.ts';
import { trackBatches } from './track-batches.ts';

/** Figures of what ingest does to a request, on one core, beside bare `JSON.parse` of the same bodies. */
export type IngestPathFigures = {
  readonly events: number;
  readonly eventsPerRequest: number;
  readonly bytesPerEvent: number;
  readonly parseEventsPerSecond: number;
  /** Decoded, validated and packed into messages. */
  readonly pathEventsPerSecond: number;
  /** Speed of that as a share of bare parsing. */
  readonly shareOfParse: number;
  /** The same, and the messages written as JSON, as the queue is sent them. */
  readonly writtenEventsPerSecond: number;
  readonly writtenShareOfParse: number;
};

const rounds = 15;
const nowMs = Date.UTC(2026, 0, 1);
const about = { tenant: 'bench', source: 'bench' } as const;

/** Parse, validate, check against the plan, correct the clock, pack: all between the body of a request and messages. */
function packBody(text: string, requestId: string): EventBatchMessage[] {
  const parsed = parseBody(text);
  if (parsed.kind === 'refused') throw new Error(`Cannot measure: ${parsed.message}`);
  const { body, unitBytes } = parsed;
  const around = { ...about, receivedMs: nowMs, clock: 'live' as const, requestId };
  const decoded = decodeSegmentRequest(retention.plan, 'batch', body, around, unitBytes);
  if (decoded.kind === 'refused') throw new Error(`Cannot measure: ${decoded.message}`);
  const envelope = { ...about, correlationId: requestId, clock: { mode: 'live' as const } };
  return packEvents({ ...envelope, events: decoded.events }, decoded.mostBytes);
}

/** Seconds for all bodies; `use` is given each message. */
function pathSeconds(bodies: readonly string[], events: number, use: (message: EventBatchMessage) => void): number {
  return bestOf(rounds, () => {
    let packed = 0;
    for (const [index, text] of bodies.entries()) {
      for (const message of packBody(text, `request-${index}`)) {
        use(message);
        packed += message.events.length;
      }
    }
    if (packed !== events) throw new Error(`Cannot measure: ${packed} of ${events} events were packed`);
  });
}

/** Measures the path with `eventsPerRequest` events in a request. */
export function measureIngestPath(eventsPerRequest: number): IngestPathFigures {
  const events = 20_000;
  const bodies = trackBatches({ customers: 2_000, events, eventsPerBatch: eventsPerRequest, nowMs });
  const bytes = bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0);
  const parseSeconds = bestOf(rounds, () => {
    for (const body of bodies) JSON.parse(body);
  });
  let writtenBytes = 0;
  const packedSeconds = pathSeconds(bodies, events, () => undefined);
  const writtenSeconds = pathSeconds(bodies, events, (message) => {
    writtenBytes += queueJson(message).length;
  });
  if (writtenBytes < bytes) throw new Error(`Cannot measure: ${writtenBytes} bytes were written of ${bytes}`);
  return {
    events,
    eventsPerRequest,
    bytesPerEvent: Math.round(bytes / events),
    parseEventsPerSecond: Math.round(events / parseSeconds),
    pathEventsPerSecond: Math.round(events / packedSeconds),
    shareOfParse: parseSeconds / packedSeconds,
    writtenEventsPerSecond: Math.round(events / writtenSeconds),
    writtenShareOfParse: parseSeconds / writtenSeconds,
  };
}
