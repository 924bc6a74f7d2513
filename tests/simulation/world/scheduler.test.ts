import { describe, expect, test } from 'vitest';
import { createScheduler } from './scheduler.ts';

const nothingLeft = () => 'nothing';

describe('createScheduler', () => {
  test('createScheduler runs steps in the order of their time, and at one time in the order of scheduling', async () => {
    const scheduler = createScheduler(1_000);
    const seen: string[] = [];
    for (const [index, timeMs] of [5_000, 2_000, 5_000, 3_000, 1_500, 5_000].entries()) {
      scheduler.at(timeMs, () => seen.push(`${timeMs}/${index}`));
    }
    await scheduler.drain(100, nothingLeft);
    expect(seen).toEqual(['1500/4', '2000/1', '3000/3', '5000/0', '5000/2', '5000/5']);
    expect(scheduler.nowMs()).toBe(5_000);
  });

  test('createScheduler keeps the order of ten thousand steps', async () => {
    const scheduler = createScheduler(0);
    const times: number[] = [];
    for (let index = 0; index < 10_000; index += 1) {
      scheduler.at((index * 7_919) % 10_007, () => times.push(scheduler.nowMs()));
    }
    await scheduler.drain(10_000, nothingLeft);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(times).toHaveLength(10_000);
  });

  test('createScheduler runs what is due in the past now: time never goes back', async () => {
    const scheduler = createScheduler(0);
    const times: number[] = [];
    scheduler.at(500, () => scheduler.at(100, () => times.push(scheduler.nowMs())));
    await scheduler.drain(10, nothingLeft);
    expect(times).toEqual([500]);
  });

  test('createScheduler lets everything that a step has set free go on before the next step', async () => {
    const scheduler = createScheduler(0);
    const seen: string[] = [];
    scheduler.at(1, () => {
      scheduler.stir();
      const hops = async () => {
        for (let hop = 0; hop < 50; hop += 1) await null;
        seen.push('the promises of the first step');
      };
      void hops();
    });
    scheduler.at(1, () => seen.push('the second step'));
    await scheduler.drain(10, nothingLeft);
    expect(seen).toEqual(['the promises of the first step', 'the second step']);
  });

  test('createScheduler shows whole milliseconds on its clock', async () => {
    const scheduler = createScheduler(0);
    const shown: number[] = [];
    scheduler.after(1.75, () => shown.push(scheduler.clock()));
    await scheduler.drain(10, nothingLeft);
    expect(shown).toEqual([1]);
  });

  test('createScheduler throws, saying what is left, when a run does not end', async () => {
    const scheduler = createScheduler(0);
    const again = () => scheduler.after(1, again);
    again();
    await expect(scheduler.drain(50, () => 'one message in event')).rejects.toThrow(
      'Cannot drain the run in 50 steps: one message in event',
    );
  });
});
