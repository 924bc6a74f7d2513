import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { silentProgress } from '#infra/command-line/progress.ts';
import { moveDeadLetters } from '#infra/command-line/redrive/move-dead-letters.ts';
import { type FakeFaults, fakeDeadLetterQueue, letterOf } from './fake-dead-letter-queue.ts';

const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

async function moved(count: number, faults: FakeFaults = {}, settings: { limit?: number; signal?: AbortSignal } = {}) {
  const fake = fakeDeadLetterQueue(
    ids(count).map((id) => letterOf(id)),
    faults,
  );
  const signal = new AbortController().signal;
  const result = await moveDeadLetters(fake.queue, {
    limit: 1_000,
    depth: count,
    signal,
    progress: silentProgress,
    ...settings,
  });
  return { ...fake, result };
}

describe('moveDeadLetters', () => {
  test('moveDeadLetters moves everything, ten at a time, and then nothing is left', async () => {
    const { result, sentBack, left, calls } = await moved(23);
    expect(result).toEqual({ moved: 23, refused: [], notDeleted: [], released: true, failure: null });
    expect(sentBack).toEqual(ids(23));
    expect(left()).toEqual([]);
    expect(calls).toEqual({ receive: [10, 10, 10, 10], send: 3, remove: 3 });
  });

  test('moveDeadLetters moves no more than its limit, and receives no more either', async () => {
    const { result, calls, hidden } = await moved(23, {}, { limit: 12 });
    expect(result.moved).toBe(12);
    expect(calls.receive).toEqual([10, 2]);
    expect(hidden()).toEqual([]);
  });

  test('moveDeadLetters leaves what its queue does not take, says why, and moves the others', async () => {
    const { result, left, hidden } = await moved(12, { refuses: ['m3', 'm11'] });
    expect(result).toMatchObject({
      moved: 10,
      refused: [
        { messageId: 'm3', reason: 'InternalError: try again' },
        { messageId: 'm11', reason: 'InternalError: try again' },
      ],
      failure: null,
    });
    expect(left()).toEqual(['m3', 'm11']);
    expect(hidden()).toEqual([]);
  });

  test('moveDeadLetters ends when only what was refused comes again', async () => {
    const fake = fakeDeadLetterQueue([letterOf('a')], { refuses: ['a'], onReceive: () => fake.unhide() });
    const settings = { limit: 1_000, depth: 1, signal: new AbortController().signal, progress: silentProgress };
    expect(await moveDeadLetters(fake.queue, settings)).toMatchObject({ moved: 0, refused: [{ messageId: 'a' }] });
    expect(fake.calls).toMatchObject({ receive: [10, 10], send: 1 });
  });

  test('moveDeadLetters tells what was moved but could not be deleted', async () => {
    const { result, left } = await moved(2, { keeps: ['m1'] });
    expect(result).toMatchObject({ moved: 2, notDeleted: [{ messageId: 'm1' }] });
    expect(left()).toEqual(['m1']);
  });

  test('moveDeadLetters ends at a failure, with what was moved by then, and releases the rest', async () => {
    const { result, sentBack, left, hidden } = await moved(25, { sendFailsAt: 2 });
    expect(result).toMatchObject({ moved: 10, failure: 'connect ECONNREFUSED' });
    expect(sentBack).toEqual(ids(10));
    expect(left()).toHaveLength(15);
    expect(hidden()).toEqual([]);
  });

  test('moveDeadLetters says when it could not give back what it hides', async () => {
    const { result, hidden } = await moved(1, { refuses: ['m0'], releaseFails: true });
    expect(result.released).toBe(false);
    expect(hidden()).toEqual(['m0']);
  });

  test('moveDeadLetters finishes the batch in hand after Ctrl-C and begins no other', async () => {
    const controller = new AbortController();
    const { result, left } = await moved(
      25,
      { onReceive: () => controller.abort() },
      { limit: 1_000, signal: controller.signal },
    );
    expect(result).toMatchObject({ moved: 10, failure: null });
    expect(left()).toHaveLength(15);
  });

  test('moveDeadLetters never loses a message, whatever fails', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          count: fc.integer({ min: 0, max: 40 }),
          refuses: fc.array(fc.constantFrom(...ids(40)), { maxLength: 8 }),
          keeps: fc.array(fc.constantFrom(...ids(40)), { maxLength: 8 }),
          sendFailsAt: fc.integer({ min: 1, max: 6 }),
          removeFailsAt: fc.integer({ min: 1, max: 6 }),
          limit: fc.integer({ min: 1, max: 50 }),
        }),
        async ({ count, limit, ...faults }) => {
          const { left, sentBack, result } = await moved(count, faults, { limit });
          expect(new Set([...left(), ...sentBack])).toEqual(new Set(ids(count)));
          expect(sentBack.length).toBeGreaterThanOrEqual(result.moved);
          expect(result.moved + result.refused.length).toBeLessThanOrEqual(limit);
        },
      ),
    );
  });
});
