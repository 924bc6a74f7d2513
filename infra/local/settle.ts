import { setTimeout as delay } from 'node:timers/promises';
import type { EventSource } from './event-sources/event-source.ts';
import { within } from './event-sources/within.ts';

/** What must be at rest for the embedded AWS to be settled. */
export type Activity = {
  readonly eventSources: () => readonly EventSource[];
  /** Invocations that run or wait. */
  readonly invocationsUnderWay: () => number;
  /** Invocations that ended since the start; it tells whether something happened in between. */
  readonly invocationsEnded: () => number;
  /** Resolves when no event is on its way to a target. */
  readonly eventsDelivered: () => Promise<void>;
  /** Fires what is due and keeps schedules from firing until the answer is called. */
  readonly holdSchedules: () => Promise<() => void>;
  /** Why a part of the embedded AWS has died; undefined while all live. */
  readonly failure: () => Error | undefined;
  /** What is still under way, for the error. */
  readonly describe: () => string;
};

const lookEveryMs = 2;

/**
 * Waits until every queue with a consumer is empty, every stream is read, and no invocation, event or tick is under
 * way, and that twice with a fresh look at every source in between. Windows are closed once nothing else is under way.
 * Schedules that are due fire first, and then wait, so that it ends also on a clock that runs fast. @throws Error that
 * says what is still under way when that takes longer than `timeoutSeconds`.
 */
export const settle = async (activity: Activity, timeoutSeconds: number): Promise<void> => {
  const limitMs = performance.now() + timeoutSeconds * 1000;
  const leftMs = (): number => Math.max(0, limitMs - performance.now());
  const holding = activity.holdSchedules();
  try {
    const isAtRest = (await within(holding, leftMs())) && (await comesToRest(activity, leftMs));
    if (!isAtRest) throw new Error(`Cannot settle within ${timeoutSeconds} s: ${activity.describe()}`);
  } finally {
    void holding.then((release) => release());
  }
};

const comesToRest = async (activity: Activity, leftMs: () => number): Promise<boolean> => {
  while (leftMs() > 0) {
    const failure = activity.failure();
    if (failure !== undefined) throw failure;
    if (isQuiet(activity) && (await within(activity.eventsDelivered(), leftMs())) && isQuiet(activity)) {
      const endedBefore = activity.invocationsEnded();
      const looks = Promise.all(activity.eventSources().map((source) => source.lookAgain()));
      const looked = await within(looks, leftMs());
      if (looked && isQuiet(activity) && activity.invocationsEnded() === endedBefore) return true;
    }
    // Nothing is left that could still send something: what is gathered would only wait.
    if (activity.invocationsUnderWay() === 0) for (const source of activity.eventSources()) source.closeWindow();
    await delay(lookEveryMs);
  }
  return false;
};

const isQuiet = (activity: Activity): boolean =>
  activity.invocationsUnderWay() === 0 && activity.eventSources().every((source) => source.isIdle());
