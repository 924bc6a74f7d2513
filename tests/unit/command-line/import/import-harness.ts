import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import { type ImportSettings, runImport } from '#infra/command-line/import/run-import.ts';
import type { ImportMapping } from '#infra/command-line/mapping/item-mapping.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { retention } from '#retention/retention.ts';

/** A queue in memory that keeps all events that it was sent, and can be made to fail. */
export class RecordingQueue {
  readonly events: CanonicalEvent[] = [];
  readonly messages: EventBatchMessage[] = [];
  requestsUntilFailure = Number.POSITIVE_INFINITY;

  async send(messages: readonly EventBatchMessage[]): Promise<void> {
    if (this.requestsUntilFailure <= 0) throw new Error('the queue is away');
    this.requestsUntilFailure -= 1;
    this.messages.push(...messages);
    for (const message of messages)
      for (const event of message.events) this.events.push(canonicalEventSchema.parse(event));
  }
}

/** Settings of an import into a queue in memory. */
export function importSettings(
  paths: string | readonly string[],
  mapping: ImportMapping,
  queue: RecordingQueue,
  stateDirectory: string,
  changed: Partial<ImportSettings> = {},
): ImportSettings {
  return {
    paths: typeof paths === 'string' ? [paths] : paths,
    named: { mapping, path: 'mapping.json', contentHash: `hash of ${mapping.name}` },
    lookups: new Map(),
    tenant: 'shop',
    plan: retention.plan,
    asOfMs: null,
    nowMs: Date.UTC(2026, 0, 1),
    refuseBadRows: false,
    again: false,
    destination: { deployment: 'test', queue, seeThrough: async () => ({ drained: true, problem: null }) },
    stateDirectory,
    signal: new AbortController().signal,
    progress: silentProgress,
    ...changed,
  };
}

/** Runs an import into a queue in memory. */
export function importInto(...given: Parameters<typeof importSettings>) {
  return runImport(importSettings(...given));
}
