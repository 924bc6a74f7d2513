import pMap from 'p-map';
import {
  type DecodedRequest,
  decodeSegmentRequest,
  parseBody,
  type Refusal,
} from '#domain/ingest/decode-segment-request.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { authenticate } from './authenticate.ts';
import type { HttpAnswer, HttpCall, IngestDependencies } from './ingest-call.ts';

/** How many events are set aside at once. */
const concurrency = 16;

const refusal = ({ status, message }: Refusal): HttpAnswer => ({ status, body: { success: false, message } });

/** Stores what was decoded; resolves once the queue has the events and the ledger the quarantined ones. */
async function store(dependencies: IngestDependencies, tenant: string, requestId: string, decoded: DecodedRequest) {
  const { events, quarantined } = decoded;
  // The quarantine first: its entries have ids of their own, so if it fails, the client's next try repeats nothing.
  await pMap(quarantined, (entry) => dependencies.ledger.quarantine(entry), { concurrency });
  await dependencies.queue.send(packEvents({ tenant, correlationId: requestId, clock: { mode: 'live' }, events }));
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
    const { writeKey: _secret, ...body } = parsed.body;
    const decoded = decodeSegmentRequest(dependencies.plan, call.kind, body, around);
    if (decoded.kind === 'refused') return refusal(decoded);
    await store(dependencies, tenant, call.requestId, decoded);
    const { events, quarantined } = decoded;
    return { status: 200, body: { success: true, accepted: events.length, quarantined: quarantined.length } };
  };
}
