import type { Fleet } from './fleet.ts';
import type { World } from './world.ts';

const minuteMs = 60_000;

/** The share of ticks that take place although what is due first was found by a tick before. */
const repeatedShare = 0.3;

/** A tick each minute, without those that would find nothing due. */
export type WakeSchedule = {
  /** Looks when the next tick is worth something; to be told after each change of the wake-up index. */
  plan(): void;
  /** Wakes what is due until the full minute at or after this time; returns that minute. */
  extend(timeMs: number): number;
};

/** The full minute at or after a time. */
const minuteAfter = (timeMs: number) => Math.ceil(timeMs / minuteMs) * minuteMs;

/** Makes the schedule; it ticks for what is due until the end of the plan, or until what `extend` says. */
export function createWakeSchedule(
  world: World,
  fleet: Fleet<() => Promise<unknown>>,
  nextDueMs: () => number,
): WakeSchedule {
  const { scheduler } = world;
  let lastTickMs = minuteAfter(world.plan.endMs);
  let plannedMs = Number.POSITIVE_INFINITY;
  let previousTickMs = 0;
  let foundDueMs = 0;

  const tick = () => {
    previousTickMs = plannedMs;
    plannedMs = Number.POSITIVE_INFINITY;
    const dueMs = nextDueMs();
    // One tick at a time: the function has one reserved execution, and a tick that finds it busy is dropped. While things go
    // wrong, some are dropped that would only find again what the tick before has found: those are many, and all alike.
    const isDropped = dueMs === foundDueMs && world.faults.isOn() && !world.random.chance(repeatedShare);
    if (dueMs <= scheduler.nowMs() && fleet.running() === 0 && !isDropped) {
      foundDueMs = dueMs;
      fleet.invoke(
        (handle) => handle(),
        false,
        () => undefined,
      );
    }
    plan();
  };
  const plan = () => {
    const dueMs = nextDueMs();
    if (dueMs > lastTickMs) return;
    const tickMs = Math.max(minuteAfter(Math.max(dueMs, scheduler.nowMs())), previousTickMs + minuteMs);
    if (tickMs >= plannedMs) return;
    plannedMs = tickMs;
    scheduler.at(tickMs, () => {
      if (plannedMs === tickMs) tick();
    });
  };
  return {
    plan,
    extend(timeMs) {
      lastTickMs = Math.max(lastTickMs, minuteAfter(timeMs));
      plan();
      return lastTickMs;
    },
  };
}
