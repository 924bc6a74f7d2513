import { createTimeQueue } from '#infra/local/demo/time-queue.ts';

/** What is to happen when, in virtual time: one thing after the other. */
export type Agenda = {
  readonly nowMs: () => number;
  at(timeMs: number, action: () => Promise<void>): void;
  /** Does everything that is due up to a time, also what comes up meanwhile, and moves the clock there. */
  runUntil(timeMs: number): Promise<void>;
};

/** Makes an empty agenda. */
export function createAgenda(startMs: number): Agenda {
  const actions = createTimeQueue<() => Promise<void>>();
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    at: (timeMs, action) => actions.add(timeMs, action),
    async runUntil(timeMs) {
      for (let next = actions.takeUntil(timeMs); next !== null; next = actions.takeUntil(timeMs)) {
        nowMs = Math.max(nowMs, next.timeMs);
        await next.value();
      }
      nowMs = Math.max(nowMs, timeMs);
    },
  };
}
