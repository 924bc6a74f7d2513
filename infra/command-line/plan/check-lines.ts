import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { isJsonObject } from '#contracts/json.ts';
import { decodeSegmentItem } from '#domain/ingest/decode-segment-item.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import { plannedEvent, plannedEvents, type TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { nearName } from '#domain/training/audit/near-name.ts';
import { type BoundedLine, longestLine } from './bounded-lines.ts';

type Named = Pick<CanonicalEvent, 'type' | 'name'>;

/** What would happen to the item of one line. */
export type CheckedLine = {
  readonly line: number;
  readonly outcome: 'conforms' | 'reported' | 'quarantined';
  /** The event, as it would be taken; null where it would not. */
  readonly event: string | null;
  /** What is wrong: nothing, what would be reported, or the reason to set it aside. */
  readonly problems: readonly string[];
  /** What is worth knowing besides: that the plan does not know the name, and which one was probably meant. */
  readonly note: string | null;
};

function aside(line: number, problem: string, note: string | null = null): CheckedLine {
  return { line, outcome: 'quarantined', event: null, problems: [problem], note };
}

/** Says of a track event whose name the plan does not know which one was probably meant; null of any other. */
function unplannedNote(plan: TrackingPlan, { type, name: given }: Named): string | null {
  if (type !== 'track' || plannedEvent(plan, given) !== undefined) return null;
  const known = plannedEvents(plan).flatMap(({ name, aliases }) => [name, ...aliases]);
  const meant = nearName(given, known);
  const question = meant === null ? [] : [`is "${meant}" meant?`];
  // What is reported or blocked says by itself that the plan does not know the name.
  return [...(plan.unplanned === 'allow' ? ['not in the plan'] : []), ...question].join('; ') || null;
}

/** The type and the name of an item that was set aside, as it was sent; null of what is no track call. */
function namedIn(item: unknown): Named | null {
  if (!isJsonObject(item) || typeof item['event'] !== 'string') return null;
  return item['type'] === 'track' ? { type: 'track', name: item['event'] } : null;
}

function checkItem(plan: TrackingPlan, line: number, item: unknown, nowMs: number): CheckedLine {
  const about = { tenant: 'check', source: 'check', receivedMs: nowMs, clock: 'replay' } as const;
  const decoded = decodeSegmentItem(plan, item, alone(about, `line-${line}`));
  if (decoded.kind === 'quarantined') {
    const named = plan.unplanned === 'block' ? namedIn(item) : null;
    const note = named === null ? null : unplannedNote(plan, named);
    return aside(line, `${decoded.entry.reason}: ${decoded.entry.detail}`, note);
  }
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
