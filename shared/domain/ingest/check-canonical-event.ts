import { type CanonicalEvent, canonicalEventSchema } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { isoTime } from '#contracts/time.ts';
import { customerOf, noCustomerDetail } from '#domain/profile/customer-of.ts';
import { tooLate } from '#domain/profile/horizon.ts';
import { conform, type PlanReport } from './conform.ts';
import { firstProblem } from './first-problem.ts';
import { quarantineEntry } from './quarantine-entry.ts';
import type { TrackingPlan } from './tracking-plan.ts';

/** How far ahead of ours a sender's clock may be; beyond that, an event would keep its customer active until then. */
const clockToleranceMs = 5 * 60_000;

/** The batch that an event came with, and the running clock. */
export type CanonicalSurroundings = {
  readonly tenant: string;
  readonly source: string;
  readonly clock: ClockMode;
  readonly nowMs: number;
};

export type CheckedEvent =
  | {
      readonly kind: 'event';
      readonly event: CanonicalEvent;
      readonly customerId: string;
      readonly reports: readonly PlanReport[];
    }
  | { readonly kind: 'quarantined'; readonly entry: QuarantinedEvent };

/** The time that no event of a batch may lie after: the "now" under which it is judged. */
function latestEventMs({ clock, nowMs }: CanonicalSurroundings): number {
  return clock.mode === 'replay' && clock.asOfMs !== null ? clock.asOfMs : nowMs + clockToleranceMs;
}

/** Checks one event of a batch: the queue is a border of its own, anything may have been sent to it. */
export function checkCanonicalEvent(plan: TrackingPlan, raw: unknown, about: CanonicalSurroundings): CheckedEvent {
  const { tenant, source, clock, nowMs } = about;
  const aside = (reason: QuarantinedEvent['reason'], detail: string): CheckedEvent => ({
    kind: 'quarantined',
    entry: quarantineEntry({ tenant, source, receivedMs: nowMs, reason, detail }, raw),
  });
  const parsed = canonicalEventSchema.safeParse(raw);
  if (!parsed.success) return aside('schema', firstProblem(parsed.error, raw));
  const event = parsed.data;
  if (event.tenant !== tenant) return aside('schema', `tenant: is ${event.tenant} in a batch of ${tenant}`);
  const customerId = customerOf(event);
  if (customerId === null) return aside('no customer', noCustomerDetail(event));
  const latestMs = latestEventMs(about);
  if (event.timeMs > latestMs) {
    return aside('future', `it happens at ${isoTime(event.timeMs)}, later than ${isoTime(latestMs)}`);
  }
  const late = clock.mode === 'live' ? tooLate(event, nowMs) : null;
  if (late !== null) return aside('late', `it happened at ${isoTime(event.timeMs)}, ${late}`);
  const planned = conform(plan, event);
  if (planned.kind === 'problem') return aside('schema', planned.detail);
  return { kind: 'event', event: planned.event, customerId, reports: planned.reports };
}
