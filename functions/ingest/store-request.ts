import pMap from 'p-map';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { countQuarantined } from '../count-quarantined.ts';
import { tellOffPlan } from '../tell-off-plan.ts';
import type { IngestDependencies } from './ingest-call.ts';

/** How many events are set aside at once. */
const concurrency = 16;

/** Stores what was decoded; resolves once the queue has the events and the ledger the quarantined ones. */
export async function storeRequest(
  dependencies: IngestDependencies,
  from: { readonly tenant: string; readonly source: string },
  requestId: string,
  { events, mostBytes, quarantined, reports }: DecodedRequest,
): Promise<void> {
  const { ledger, queue, observer } = dependencies;
  // The quarantine first: its entries have ids of their own, so if it fails, the client's next try repeats nothing.
  await pMap(quarantined, (entry) => ledger.quarantine(entry), { concurrency });
  const envelope = { ...from, correlationId: requestId, clock: { mode: 'live' as const } };
  await queue.send(packEvents({ ...envelope, events }, mostBytes));
  observer.count('EventsAccepted', events.length + quarantined.length);
  countQuarantined(observer, quarantined);
  tellOffPlan(observer, from.source, reports);
}
