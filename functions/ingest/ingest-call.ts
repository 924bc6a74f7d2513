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
  readonly sources: Pick<SourceStore, 'find'>;
  readonly queue: MessageQueue<EventBatchMessage>;
  readonly ledger: Pick<Ledger, 'quarantine'>;
  readonly clock: Clock;
  readonly observer: Observer;
};

/** One call of the HTTP API, free of who serves it. */
export type HttpCall = {
  /** The route that it came by, as in `ingestRoutes`: `POST /v1/batch`. */
  readonly route: string;
  /** As called, without the query: a custom domain may have put something before the path of the route. */
  readonly path: string;
  /** The variables of the route's path, decoded. */
  readonly pathParameters: Readonly<Record<string, string | undefined>>;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Text where whoever serves it has read it as such, else the bytes as they came, compressed or not. */
  readonly body: string | Uint8Array;
  readonly requestId: string;
};

/**
 * Decides what a client does next: after 200 it forgets the events, after 429 it waits and sends them again, after any other
 * it throws them away. (It sends them again after a 5xx, too, which the API answers when something fails here.)
 */
export type HttpAnswer = {
  readonly status: 200 | 400 | 401 | 404 | 413 | 415 | 429;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: JsonObject;
};
