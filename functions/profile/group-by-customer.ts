import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { ProfileWakeMessage } from '#contracts/queue-message.ts';
import type { DecodedRequest } from '#domain/ingest/gather-decoded.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ReceivedMessage } from '../received-message.ts';
import type { AcceptedEvent } from './accepted-event.ts';
import { type ReadEvents, readEvents } from './read-events.ts';
import { readMessage } from './read-message.ts';

/** The events of one customer under one clock, from however many messages; without events: a wake-up. */
export type CustomerGroup = {
  readonly tenant: string;
  readonly customerId: string;
  readonly clock: ClockMode;
  /** The request that the first event came with, or the wake-up. */
  readonly correlationId: string;
  /** The request that each event came with, by event id. */
  readonly correlationIds: Map<string, string>;
  readonly events: CanonicalEvent[];
  readonly messageIds: Set<string>;
};

export type GroupedMessages = {
  readonly groups: CustomerGroup[];
  /** Every event of the groups that is not in the archive yet, with what it came with. */
  readonly accepted: readonly AcceptedEvent[];
  readonly quarantined: readonly { readonly messageId: string; readonly entry: QuarantinedEvent }[];
  /** Messages that are none of ours, with the reason; they go back and end in the dead-letter queue. */
  readonly unreadable: readonly { readonly messageId: string; readonly reason: string }[];
  /** What the tracking plan does not foresee of events that came to the queue by themselves. */
  readonly offPlan: readonly { readonly source: string; readonly reports: DecodedRequest['reports'] }[];
};

/** The groups of a batch; `groupOf` makes one where there is none yet. */
function customerGroups() {
  const groups = new Map<string, CustomerGroup>();
  const groupOf = (about: Pick<CustomerGroup, 'tenant' | 'customerId' | 'clock' | 'correlationId'>, kind: string) => {
    const { tenant, customerId, clock, correlationId } = about;
    const key = JSON.stringify([tenant, customerId, kind, clock]);
    const group: CustomerGroup = groups.get(key) ?? {
      tenant,
      customerId,
      clock,
      correlationId,
      correlationIds: new Map(),
      events: [],
      messageIds: new Set(),
    };
    groups.set(key, group);
    return group;
  };
  return {
    all: () => [...groups.values()],
    addWake(messageId: string, { tenant, customerId, dueMs }: ProfileWakeMessage): void {
      const about = { tenant, customerId, clock: { mode: 'live' as const }, correlationId: `wake/${dueMs}` };
      groupOf(about, 'wake').messageIds.add(messageId);
    },
    addEvent(messageId: string, from: ReadEvents, customerId: string, event: CanonicalEvent): void {
      const { tenant, clock, correlationId } = from;
      const group = groupOf({ tenant, customerId, clock, correlationId }, 'events');
      group.events.push(event);
      group.correlationIds.set(event.id, correlationId);
      group.messageIds.add(messageId);
    },
  };
}

/** Sorts a batch of messages by customer, so that each customer costs one read and one write. */
export function groupByCustomer(
  definitions: Pick<RetentionDefinitions, 'plan' | 'sources'>,
  messages: readonly ReceivedMessage[],
  nowMs: number,
): GroupedMessages {
  const groups = customerGroups();
  const accepted: AcceptedEvent[] = [];
  const quarantined: { messageId: string; entry: QuarantinedEvent }[] = [];
  const unreadable: { messageId: string; reason: string }[] = [];
  const offPlan: { source: string; reports: DecodedRequest['reports'] }[] = [];
  for (const message of messages) {
    const messageId = message.id;
    const content = readMessage(message);
    if (typeof content !== 'string' && content.kind === 'wake profile') {
      groups.addWake(messageId, content);
      continue;
    }
    const read = typeof content === 'string' ? content : readEvents(definitions, content, message, nowMs);
    if (typeof read === 'string') {
      unreadable.push({ messageId, reason: read });
      continue;
    }
    const { source, correlationId, clock, reports } = read;
    if (reports.length > 0) offPlan.push({ source, reports });
    for (const entry of read.quarantined) quarantined.push({ messageId, entry });
    for (const { event, customerId } of read.events) {
      groups.addEvent(messageId, read, customerId, event);
      if (!read.isArchived) accepted.push({ messageId, event, source, correlationId, clock });
    }
  }
  return { groups: groups.all(), accepted, quarantined, unreadable, offPlan };
}
