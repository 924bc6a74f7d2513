import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { firstChangeMs } from './first-change.ts';
import type { Judged, Verdict } from './judge-profile.ts';

/** Most times that a segment is looked at ahead: at a wake-up, which is rare; and at an event, where all take as long as the event. */
const mostStepsOfWake = 1_000;
const mostStepsOfEvent = 32;

/** What was judged just now, and when it was to be looked at next by what is stored. */
export type JudgedNow = {
  readonly judged: Judged;
  readonly verdict: Verdict;
  readonly nowMs: number;
  readonly storedWakeMs: number | null;
};

/**
 * The wake-up time to store: a lower bound, moved only when the next change comes earlier or the stored time is past, so that
 * ordinary events leave the index alone. Before it is moved, moments at which nothing will change are passed over; not so for
 * who has none yet, because most are new and come back before the first of them.
 */
export function wakeTime(
  definitions: RetentionDefinitions,
  { judged, verdict, nowMs, storedWakeMs }: JudgedNow,
): number | null {
  const { nextChangeMs } = verdict;
  if (storedWakeMs === null) return nextChangeMs;
  if (storedWakeMs <= nowMs) {
    return firstChangeMs(definitions, judged, verdict, { untilMs: null, mostSteps: mostStepsOfWake });
  }
  if (nextChangeMs === null || storedWakeMs <= nextChangeMs) return storedWakeMs;
  const ahead = { untilMs: storedWakeMs, mostSteps: mostStepsOfEvent };
  const firstMs = firstChangeMs(definitions, judged, verdict, ahead);
  return firstMs === null ? storedWakeMs : Math.min(storedWakeMs, firstMs);
}
