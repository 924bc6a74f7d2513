import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import { isJsonObject, maximumNesting, nestsWithin } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { maximumEventBytes, type SegmentItem, segmentItemSchema } from '#contracts/segment-request.ts';
import { isoTime, latestTimeMs } from '#contracts/time.ts';
import { customerOf, noCustomerDetail } from '#domain/profile/customer-of.ts';
import { tooLate } from '#domain/profile/horizon.ts';
import { conform, type PlanReport } from './conform.ts';
import { mostEventBytes } from './event-bytes.ts';
import { firstProblem } from './first-problem.ts';
import type { ItemSurroundings } from './item-surroundings.ts';
import { readOrdinaryItem } from './ordinary-item.ts';
import { quarantineEntry } from './quarantine-entry.ts';
import { segmentEvent } from './segment-event.ts';
import { selfContained } from './self-contained-item.ts';
import type { TrackingPlan } from './tracking-plan.ts';

export type DecodedItem =
  | {
      readonly kind: 'event';
      readonly event: CanonicalEvent;
      /** An upper bound of its size in the queue. */
      readonly mostBytes: number;
      /** What about it the tracking plan does not foresee. */
      readonly reports: readonly PlanReport[];
    }
  | { readonly kind: 'quarantined'; readonly entry: QuarantinedEvent };

type Problem = { readonly reason: QuarantinedEvent['reason']; readonly detail: string };

/** An item holds objects of the greatest depth. */
const maximumItemNesting = maximumNesting + 1;

/** Size of a value as JSON. */
export function jsonBytes(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value) ?? '');
}

const isIllFormed = (id: string | null) => id !== null && !id.isWellFormed();

/** Whether the schema could find something wrong with an event that was made of an item which is right. */
function isDoubtful({ id, timeMs, userId, anonymousId, accountId }: CanonicalEvent, mostBytes: number): boolean {
  if (isIllFormed(id) || isIllFormed(userId) || isIllFormed(anonymousId) || isIllFormed(accountId)) return true;
  return !(timeMs >= 0 && timeMs <= latestTimeMs) || mostBytes === Number.POSITIVE_INFINITY;
}

function readItem(raw: unknown): SegmentItem | Problem {
  const ordinary = readOrdinaryItem(raw);
  if (ordinary !== null) return ordinary;
  const item = segmentItemSchema.safeParse(raw);
  return item.success ? item.data : { reason: 'schema', detail: firstProblem(item.error, raw) };
}

/** What is wrong with the event itself, whatever the plan says of it. */
function problemOf(made: CanonicalEvent, mostBytes: number): Problem | null {
  if (isDoubtful(made, mostBytes)) {
    const event = canonicalEventSchema.safeParse(made);
    if (!event.success) return { reason: 'schema', detail: firstProblem(event.error, made) };
  }
  return customerOf(made) === null ? { reason: 'no customer', detail: noCustomerDetail(made) } : null;
}

/** An event is too large if both what was sent and what is kept of it are. */
function tooLarge(event: CanonicalEvent, mostBytes: number, raw: unknown, around: ItemSurroundings): Problem | null {
  if (mostBytes <= maximumEventBytes || jsonBytes(event) <= maximumEventBytes) return null;
  const bytes = nestsWithin(raw, maximumItemNesting) ? jsonBytes(raw) + around.sharedBytes : jsonBytes(event);
  if (bytes <= maximumEventBytes) return null;
  return { reason: 'too large', detail: `an event may have ${maximumEventBytes} bytes, this one has ${bytes}` };
}

function decode(plan: TrackingPlan, raw: unknown, around: ItemSurroundings): DecodedItem | Problem {
  const item = readItem(raw);
  if ('reason' in item) return item;
  const made = segmentEvent(item, around);
  const mostBytes = mostEventBytes(made, around.unitBytes);
  const problem = problemOf(made, mostBytes);
  if (problem !== null) return problem;
  const conformed = conform(plan, made);
  if (conformed.kind === 'problem') return { reason: 'schema', detail: conformed.detail };
  const { event, reports } = conformed;
  const late = around.clock === 'live' ? tooLate(event, around.receivedMs) : null;
  if (late !== null) return { reason: 'late', detail: `it happened at ${isoTime(event.timeMs)}, ${late}` };
  // The plan may have given it a longer name.
  const keptBytes = event === made ? mostBytes : mostEventBytes(event, 6);
  return tooLarge(event, keptBytes, raw, around) ?? { kind: 'event', event, mostBytes: keptBytes, reports };
}

/**
 * Turns one item of the Segment tracking specification into the canonical event, or into a quarantine entry that says what
 * is wrong with it, and holds all that a later try needs.
 */
export function decodeSegmentItem(plan: TrackingPlan, raw: unknown, around: ItemSurroundings): DecodedItem {
  const decoded = decode(plan, raw, around);
  if ('kind' in decoded) return decoded;
  const { tenant, source, receivedMs } = around;
  const content = isJsonObject(raw) ? selfContained(raw, around) : { whole: raw, asSent: raw };
  return {
    kind: 'quarantined',
    entry: quarantineEntry({ tenant, source, receivedMs, ...decoded }, content.whole, content.asSent),
  };
}
