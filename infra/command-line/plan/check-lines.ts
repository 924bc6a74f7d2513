import { decodeSegmentItem } from '#domain/ingest/decode-segment-item.ts';
import { alone } from '#domain/ingest/item-surroundings.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { type BoundedLine, longestLine } from './bounded-lines.ts';

/** What would happen to the item of one line. */
export type CheckedLine = {
  readonly line: number;
  readonly outcome: 'conforms' | 'reported' | 'quarantined';
  /** The event, as it would be taken; null where it would not. */
  readonly event: string | null;
  /** What is wrong: nothing, what would be reported, or the reason to set it aside. */
  readonly problems: readonly string[];
};

function aside(line: number, problem: string): CheckedLine {
  return { line, outcome: 'quarantined', event: null, problems: [problem] };
}

function checkItem(plan: TrackingPlan, line: number, item: unknown, nowMs: number): CheckedLine {
  const about = { tenant: 'check', source: 'check', receivedMs: nowMs, clock: 'replay' } as const;
  const decoded = decodeSegmentItem(plan, item, alone(about, `line-${line}`));
  if (decoded.kind === 'quarantined') return aside(line, `${decoded.entry.reason}: ${decoded.entry.detail}`);
  const problems = decoded.reports.map((one) => `${one.detail} (${one.outcome})`);
  return { line, outcome: problems.length === 0 ? 'conforms' : 'reported', event: decoded.event.name, problems };
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
