import type { EmbeddedClock } from './clock.ts';
import { createInterruptibleWait } from './interruptible-wait.ts';
import type { Schedules } from './scheduler/schedules.ts';

/** Fires schedules when the embedded clock reaches their times. */
export type ScheduleTicker = {
  /** Fires what is due now, waits until it is dealt with, and fires nothing more until the answer is called. */
  readonly hold: () => Promise<() => void>;
  readonly stop: () => Promise<void>;
};

const shortestPauseMs = 20;
const longestPauseMs = 1_000;

/** Starts the ticker. It sleeps until the next time that is due, and looks at once when the clock jumps. */
export const startScheduleTicker = (schedules: Schedules, clock: EmbeddedClock): ScheduleTicker => {
  const pause = createInterruptibleWait();
  let stopped = false;
  let holders = 0;
  let firing: Promise<unknown> = Promise.resolve();

  const pauseMs = (): number => {
    const dueMs = schedules.nextDueMs();
    const speed = clock.speed();
    if (dueMs === null || speed === 0) return longestPauseMs;
    return Math.min(longestPauseMs, Math.max(shortestPauseMs, (dueMs - clock.nowMs()) / speed));
  };
  const run = async (): Promise<void> => {
    while (!stopped) {
      if (holders === 0) {
        firing = schedules.fireDue();
        await firing;
      }
      if (!stopped) await pause.waitMs(pauseMs());
    }
  };

  const finished = run();
  const forget = clock.onAdvance(pause.interrupt);
  return {
    hold: async () => {
      holders += 1;
      await firing;
      await schedules.fireDue();
      return () => {
        holders -= 1;
        pause.interrupt();
      };
    },
    stop: async () => {
      stopped = true;
      forget();
      pause.interrupt();
      await finished;
    },
  };
};
