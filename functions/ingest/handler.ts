import {
  type DecodedRequest,
  decodeSegmentRequest,
  parseBody,
  type Refusal,
} from '#domain/ingest/decode-segment-request.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { authenticate } from './authenticate.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';

const refusal = ({ status, message }: Refusal): HttpAnswer => ({ status, body: { success: false, message } });

/** Stores what was decoded; resolves once the queue has the events and the ledger the quarantined ones. */
async function store(dependencies: IngestDependencies, tenant: string, requestId: string, decoded: DecodedRequest) {
  const { events, quarantined } = decoded;
  const messages = packEvents({ tenant, correlationId: requestId, clock: { mode: 'live' }, events });
  await Promise.all([
    dependencies.queue.send(messages),
    ...quarantined.map((entry) => dependencies.ledger.quarantine(entry)),
  ]);
  dependencies.observer.count('EventsAccepted', events.length + quarantined.length);
  dependencies.observer.count('EventsQuarantined', quarantined.length);
}

/** Takes one call of the Segment tracking API; answers 200 only once everything is stored. */
export function createIngestHandler(dependencies: IngestDependencies) {
  return async (call: HttpCall): Promise<HttpAnswer> => {
    const parsed = parseBody(call.body);
    if (parsed.kind === 'refused') return refusal(parsed);
    const source = await authenticate(dependencies.sources, call.authorization, parsed.body);
    if (source === null) return { status: 401, body: { success: false, message: 'Cannot accept the write key' } };
    const { tenant, name } = source;
    const around = { tenant, source: name, receivedMs: dependencies.clock(), requestId: call.requestId };
    const decoded = decodeSegmentRequest(dependencies.plan, call.kind, parsed.body, around);
    if (decoded.kind === 'refused') return refusal(decoded);
    await store(dependencies, tenant, call.requestId, decoded);
    const { events, quarantined } = decoded;
    return { status: 200, body: { success: true, accepted: events.length, quarantined: quarantined.length } };
  };
}
