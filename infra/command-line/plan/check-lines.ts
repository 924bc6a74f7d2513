import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { decodeSegmentItem } from '#domain/ingest/decode-segment-item.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import { plannedEvent, plannedEvents, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { nearName } from '#domain/training/audit/near-name.ts';
import { type BoundedLine, longestLine } from './bounded-lines.ts';

/** What would happen to the item of one line. */
export type CheckedLine = {
  readonly line: number;
  readonly outcome: 'conforms' | 'reported' | 'quarantined';
  /** The event, as it would be taken; null where it would not. */
  readonly event: string | null;
  /** What is wrong: nothing, what would be reported, or the reason to set it aside. */
  readonly problems: readonly string[];
  /** What is no problem but worth knowing: a name that the plan does not know. */
  readonly note: string | null;
};

function aside(line: number, problem: string): CheckedLine {
  return { line, outcome: 'quarantined', event: null, problems: [problem], note: null };
}

/** Says of a track event that is let through, though the plan does not know its name; null of any other. */
function unplannedNote(plan: TrackingPlan, event: CanonicalEvent): string | null {
  if (event.type !== 'track' || plan.unplanned !== 'allow' || plannedEvent(plan, event.name) !== undefined) return null;
  const meant = nearName(
    event.name,
    plannedEvents(plan).flatMap(({ name, aliases }) => [name, ...aliases]),
  );
  return meant === null ? 'not in the plan' : `not in the plan; is "${meant}" meant?`;
}

function checkItem(plan: TrackingPlan, line: number, item: unknown, nowMs: number): CheckedLine {
  const about = { tenant: 'check', source: 'check', receivedMs: nowMs, clock: 'replay' } as const;
  const decoded = decodeSegmentItem(plan, item, alone(about, `line-${line}`));
  if (decoded.kind === 'quarantined') return aside(line, `${decoded.entry.reason}: ${decoded.entry.detail}`);
  const problems = decoded.reports.map((one) => `${one.detail} (${one.outcome})`);
  const outcome = problems.length === 0 ? 'conforms' : 'reported';
  return { line, outcome, event: decoded.event.name, problems, note: unplannedNote(plan, decoded.event) };
}

/** Says what would happen to the Segment item that a line holds, if it came now. The age of an event is not judged. */
export function checkLine(plan: TrackingPlan, { number, text }: BoundedLine, nowMs: number): CheckedLine {
  if (text === null) return aside(number, `the line is longer than ${longestLine} characters`);
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch (error) {
    return aside(number, `not JSON: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}`);
  }
  return checkItem(plan, number, item, nowMs);
}
