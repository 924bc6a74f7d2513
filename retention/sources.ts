import type { EventBridgeSource } from '#domain/ingest/event-bridge-source.ts';

/**
 * The event buses of your own account that Holdfast listens to, each declared by `eventBridgeSource` of
 * `#domain/ingest/event-bridge-source.ts`; `docs/ingesting.md` shows how. None of them: no rule is made.
 */
export const sources: readonly EventBridgeSource[] = [];
