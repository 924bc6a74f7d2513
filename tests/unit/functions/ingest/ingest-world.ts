import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import { type EventBatchMessage, eventBatchMessageSchema } from '#contracts/queue-message.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { createIngestHandler } from '#functions/ingest/handler.ts';
import type { HttpCall, IngestDependencies } from '#functions/ingest/ingest-call.ts';
import { nowMs, tenant } from '../example-events.ts';
import { exampleRetention } from '../example-retention.ts';
import { createRecordingObserver } from '../recording-observer.ts';

/** The write key of the only source, which is called `web`. */
export const writeKey = 'secret';

export const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

/** What a call of the world can be told beside its body. */
export type CallOptions = Partial<HttpCall> & {
  /** Null: no such header. */
  readonly authorization?: string | null;
};

/** The ingest handler over memory, with one source, and what became of the events. */
export async function createIngestWorld(around: Partial<IngestDependencies> = {}) {
  const sources = createMemorySourceStore();
  await sources.add(newSource({ writeKey, tenant, name: 'web', createdMs: 0 }));
  const queue = createMemoryMessageQueue<EventBatchMessage>();
  const ledgerTable = createMemoryLedgerTable();
  const ledger = createMemoryLedger(ledgerTable);
  const reader = createMemoryLedgerReader(ledgerTable);
  const observer = createRecordingObserver();
  const { plan } = exampleRetention;
  const handle = createIngestHandler({ plan, sources, queue, ledger, clock: () => nowMs, observer, ...around });
  const messages = () => queue.bodies().map((body) => eventBatchMessageSchema.parse(JSON.parse(body)));
  return {
    observer,
    queue,
    messages,
    events: (): CanonicalEvent[] =>
      messages().flatMap((message) => message.events.map((event) => canonicalEventSchema.parse(event))),
    quarantined: async () => (await reader.quarantined(tenant, { limit: 100, next: null })).items,
    /** Calls `POST /v1/batch`, with the write key, unless told otherwise; a body that is no text is written as JSON. */
    call: (body: unknown, { authorization = basic(`${writeKey}:`), headers, ...more }: CallOptions = {}) =>
      handle({
        route: 'POST /v1/batch',
        path: '/v1/batch',
        pathParameters: {},
        headers: { ...(authorization !== null && { authorization }), ...headers },
        body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body),
        requestId: 'request-1',
        ...more,
      }),
  };
}

export type IngestWorld = Awaited<ReturnType<typeof createIngestWorld>>;
