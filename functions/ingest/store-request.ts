import pMap from 'p-map';
import type { DecodedRequest } from '#domain/ingest/decode-segment-request.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import type { IngestDependencies } from './ingest-call.ts';

/** How many events are set aside at once. */
const concurrency = 16;

/** Stores what was decoded; resolves once the queue has the events and the ledger the quarantined ones. */
export async function storeRequest(
  dependencies: IngestDependencies,
  tenant: string,
  requestId: string,
  decoded: DecodedRequest,
): Promise<void> {
  const { events, quarantined } = decoded;
  // The quarantine first: its entries have ids of their own, so if it fails, the client's next try repeats nothing.
  await pMap(quarantined, (entry) => dependencies.ledger.quarantine(entry), { concurrency });
  await dependencies.queue.send(packEvents({ tenant, correlationId: requestId, clock: { mode: 'live' }, events }));
  dependencies.observer.count('EventsAccepted', events.length + quarantined.length);
  dependencies.observer.count('EventsQuarantined', quarantined.length);
}
