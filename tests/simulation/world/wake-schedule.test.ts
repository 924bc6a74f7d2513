import { describe, expect, test } from 'vitest';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';
import { createFleet } from './fleet.ts';
import { createWakeSchedule } from './wake-schedule.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Ticks until nothing is due; each tick finds the times that are due and, if `finishes`, does them. */
async function tick(dueTimes: readonly number[], finishes: (ticks: number) => boolean) {
  const world = exampleWorld({}, { faultsUntilMs: exampleStartMs });
  let open = dueTimes.map((dueMs) => exampleStartMs + dueMs);
  const ticks: number[] = [];
  const fleet = createFleet(world, 'wake', () => async () => {
    ticks.push((world.scheduler.nowMs() - exampleStartMs) / minuteMs);
    const nowMs = world.scheduler.nowMs();
    if (finishes(ticks.length)) open = open.filter((dueMs) => dueMs > nowMs);
    schedule.plan();
  });
  const schedule = createWakeSchedule(world, fleet, () => Math.min(...open));
  schedule.plan();
  await runToEnd(world);
  return { ticks, schedule, world };
}

describe('createWakeSchedule', () => {
  test('createWakeSchedule ticks in the full minute after something is due, and in no other', async () => {
    const { ticks } = await tick([30 * minuteMs + 1, 30 * minuteMs + 2, 45 * minuteMs], () => true);
    expect(ticks).toEqual([31, 45]);
  });

  test('createWakeSchedule ticks each minute for as long as what is due is not done', async () => {
    const { ticks } = await tick([10 * minuteMs], (count) => count === 4);
    expect(ticks).toEqual([10, 11, 12, 13]);
  });

  test('createWakeSchedule leaves what is due after the end of the plan until it is extended', async () => {
    const { ticks, schedule, world } = await tick([hourMs, hourMs + 10 * minuteMs], () => true);
    expect(ticks).toEqual([60]);
    expect(schedule.extend(exampleStartMs + hourMs + 9 * minuteMs + 1)).toBe(exampleStartMs + hourMs + 10 * minuteMs);
    await runToEnd(world);
    expect(ticks).toEqual([60, 70]);
  });
});
