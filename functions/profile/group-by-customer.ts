import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import {
  type EventBatchMessage,
  type ProfileQueueMessage,
  profileQueueMessageSchema,
} from '#contracts/queue-message.ts';
import { isoTime } from '#contracts/time.ts';
import { firstProblem } from '#domain/ingest/first-problem.ts';
import { quarantineEntry } from '#domain/ingest/quarantine-entry.ts';
import { interpret, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import { tooLate } from '#domain/profile/horizon.ts';
import type { ReceivedMessage } from '../received-message.ts';

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
  readonly quarantined: { readonly messageId: string; readonly entry: QuarantinedEvent }[];
  /** Messages that are none of ours, with the reason; they go back and end in the dead-letter queue. */
  readonly unreadable: { readonly messageId: string; readonly reason: string }[];
};

function readMessage(message: ReceivedMessage): ProfileQueueMessage | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(message.body);
  } catch (error) {
    return `the body is not JSON: ${error instanceof Error ? error.message : error}`;
  }
  const known = profileQueueMessageSchema.safeParse(parsed);
  return known.success ? known.data : firstProblem(known.error, parsed);
}

/** How far ahead of ours a sender's clock may be; beyond that, an event would keep its customer active until then. */
const clockToleranceMs = 5 * 60_000;

/** The time that no event of a batch may lie after: the "now" under which it is judged. */
function latestEventMs({ clock }: EventBatchMessage, nowMs: number): number {
  return clock.mode === 'replay' && clock.asOfMs !== null ? clock.asOfMs : nowMs + clockToleranceMs;
}

/** Checks one event of a batch: the queue is a border of its own, anything may have been sent to it. */
function readEvent(plan: TrackingPlan, batch: EventBatchMessage, raw: unknown, nowMs: number) {
  const aside = (reason: QuarantinedEvent['reason'], detail: string) =>
    quarantineEntry({ tenant: batch.tenant, source: 'queue', receivedMs: nowMs, reason, detail }, raw);
  const event = canonicalEventSchema.safeParse(raw);
  if (!event.success) return { entry: aside('schema', firstProblem(event.error, raw)) };
  if (event.data.tenant !== batch.tenant) {
    return { entry: aside('schema', `tenant: is ${event.data.tenant} in a batch of ${batch.tenant}`) };
  }
  const customerId = customerOf(event.data);
  if (customerId === null) return { entry: aside('no customer', 'neither userId nor anonymousId is given') };
  const latestMs = latestEventMs(batch, nowMs);
  if (event.data.timeMs > latestMs) {
    return { entry: aside('future', `timeMs: ${isoTime(event.data.timeMs)} is later than ${isoTime(latestMs)}`) };
  }
  const late = batch.clock.mode === 'live' ? tooLate(event.data, nowMs) : null;
  if (late !== null) return { entry: aside('late', `timeMs: ${isoTime(event.data.timeMs)} is ${late}`) };
  const meaning = interpret(plan, event.data);
  if (meaning.kind === 'problem') return { entry: aside('schema', meaning.detail) };
  return { event: event.data, customerId };
}

/** Sorts a batch of messages by customer, so that each customer costs one read and one write. */
export function groupByCustomer(
  plan: TrackingPlan,
  messages: readonly ReceivedMessage[],
  nowMs: number,
): GroupedMessages {
  const groups = new Map<string, CustomerGroup>();
  const quarantined: GroupedMessages['quarantined'] = [];
  const unreadable: GroupedMessages['unreadable'] = [];
  const groupOf = (tenant: string, customerId: string, clock: ClockMode, kind: string, correlationId: string) => {
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
  for (const message of messages) {
    const read = readMessage(message);
    if (typeof read === 'string') {
      unreadable.push({ messageId: message.id, reason: read });
      continue;
    }
    if (read.kind === 'wake profile') {
      const correlationId = `wake/${read.dueMs}`;
      groupOf(read.tenant, read.customerId, { mode: 'live' }, 'wake', correlationId).messageIds.add(message.id);
      continue;
    }
    for (const raw of read.events) {
      const found = readEvent(plan, read, raw, nowMs);
      if (found.event === undefined) {
        quarantined.push({ messageId: message.id, entry: found.entry });
        continue;
      }
      const group = groupOf(read.tenant, found.customerId, read.clock, 'events', read.correlationId);
      group.events.push(found.event);
      group.correlationIds.set(found.event.id, read.correlationId);
      group.messageIds.add(message.id);
    }
  }
  return { groups: [...groups.values()], quarantined, unreadable };
}
