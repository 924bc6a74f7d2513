import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { queueJson } from '#contracts/queue-json.ts';
import { mostEventBytes } from '#domain/ingest/event-bytes.ts';
import { maximumPackedBytes } from '#domain/ingest/pack-events.ts';

/**
 * Why an event can go into no message of the queue, or null: found out before anything is sent, for an import that
 * stops in the middle would stop there again each time.
 */
export function tooLargeDetail(event: CanonicalEvent): string | null {
  if (mostEventBytes(event, 6) <= maximumPackedBytes) return null;
  const bytes = Buffer.byteLength(queueJson(event));
  if (bytes <= maximumPackedBytes) return null;
  return `the event ${event.id} would have ${bytes} bytes, a message holds ${maximumPackedBytes}`;
}
