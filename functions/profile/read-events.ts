import type { ClockMode } from '#contracts/clock-mode.ts';
import type { DirectMessage } from '#contracts/direct-message.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { ArchivedBatchMessage, CountedFor, EventBatchMessage } from '#contracts/queue-message.ts';
import { type CheckedEvent, checkCanonicalEvent } from '#domain/ingest/check-canonical-event.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ReceivedMessage } from '../received-message.ts';
import { directDoor } from './direct-door.ts';

type SoundEvent = Pick<Extract<CheckedEvent, { kind: 'event' }>, 'event' | 'customerId'>;

/** The events of one message, each checked, with what they came with. */
export type ReadEvents = {
  readonly tenant: string;
  readonly source: string;
  readonly correlationId: string;
  readonly clock: ClockMode;
  /** Whether they come out of the archive. */
  readonly isArchived: boolean;
  /** Whether customers count them, accounts, or both. */
  readonly countsFor: CountedFor;
  readonly events: readonly SoundEvent[];
  readonly quarantined: readonly QuarantinedEvent[];
  /** What the tracking plan does not foresee, where this is the first that looks. */
  readonly reports: DecodedRequest['reports'];
};

const nothingDecoded = { quarantined: [], reports: [] };

/** Events that came to the queue by themselves, as a batch of canonical ones. */
async function batchOf(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  content: DirectMessage,
  message: ReceivedMessage,
) {
  const { decodeDirectMessage } = await directDoor();
  const decoded = decodeDirectMessage(definitions, content, message);
  if (typeof decoded === 'string') return decoded;
  const { tenant, source } = content;
  const { events, quarantined, reports } = decoded;
  const clock: ClockMode = { mode: 'live' };
  return { tenant, source, correlationId: message.firstId, clock, events, quarantined, reports };
}

/** Reads the events of a message, whatever form they have, or gives the reason why the message cannot be read. */
export async function readEvents(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  content: EventBatchMessage | ArchivedBatchMessage | DirectMessage,
  message: ReceivedMessage,
  nowMs: number,
): Promise<ReadEvents | string> {
  const isCanonical = content.kind === 'events' || content.kind === 'archived events';
  const batch = isCanonical ? { ...content, ...nothingDecoded } : await batchOf(definitions, content, message);
  if (typeof batch === 'string') return batch;
  const { tenant, source, correlationId, clock, reports } = batch;
  const events: SoundEvent[] = [];
  const quarantined: QuarantinedEvent[] = [...batch.quarantined];
  for (const raw of batch.events) {
    const checked = checkCanonicalEvent(definitions.plan, raw, { tenant, source, clock, nowMs });
    if (checked.kind === 'event') events.push(checked);
    else quarantined.push(checked.entry);
  }
  const isArchived = content.kind === 'archived events';
  const countsFor = content.kind === 'archived events' ? content.countsFor : 'both';
  return { tenant, source, correlationId, clock, isArchived, countsFor, events, quarantined, reports };
}
