import type { EventType } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { SourceStore } from '#ports/source-store.ts';

/** What the ingest handler needs. */
export type IngestDependencies = {
  readonly plan: TrackingPlan;
  readonly sources: SourceStore;
  readonly queue: MessageQueue<EventBatchMessage>;
  readonly ledger: Pick<Ledger, 'quarantine'>;
  readonly clock: Clock;
  readonly observer: Observer;
};

/** One call of the tracking API, free of how it came. */
export type HttpCall = {
  readonly kind: EventType | 'batch';
  readonly body: string;
  /** The Authorization header, or null. */
  readonly authorization: string | null;
  readonly requestId: string;
};

export type HttpAnswer = { readonly status: 200 | 400 | 401 | 413; readonly body: JsonObject };
