import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createTimeQueue } from '#infra/local/demo/time-queue.ts';

describe('createTimeQueue', () => {
  test('createTimeQueue gives things back by time, then by arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), (times) => {
        const queue = createTimeQueue<number>();
        for (const [index, timeMs] of times.entries()) queue.add(timeMs, index);
        const taken: { timeMs: number; value: number }[] = [];
        for (let one = queue.takeUntil(20); one !== null; one = queue.takeUntil(20)) taken.push(one);
        const expected = times.map((timeMs, value) => ({ timeMs, value }));
        expected.sort((a, b) => a.timeMs - b.timeMs || a.value - b.value);
        expect(taken.map(({ timeMs, value }) => ({ timeMs, value }))).toEqual(expected);
      }),
    );
  });

  test('createTimeQueue keeps what is later than asked for', () => {
    const queue = createTimeQueue<string>();
    queue.add(10, 'ten');
    queue.add(5, 'five');
    expect(queue.takeUntil(7)?.value).toBe('five');
    expect(queue.takeUntil(7)).toBeNull();
    queue.add(6, 'six');
    expect(queue.takeUntil(7)?.value).toBe('six');
    expect(queue.takeUntil(10)?.value).toBe('ten');
    expect(queue.takeUntil(Number.MAX_SAFE_INTEGER)).toBeNull();
  });
});
