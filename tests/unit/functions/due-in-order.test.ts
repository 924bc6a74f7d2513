import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dueInOrder, itemsPerPage } from '#functions/wake/due-in-order.ts';
import { type DueItem, wakeShards } from '#ports/wake-index.ts';
import { createDueIndex, dueProfile } from './due-index.ts';

const refuse = (_shard: number, error: unknown) => {
  throw error;
};

async function allOf(rounds: AsyncIterable<DueItem[]>): Promise<DueItem[][]> {
  const found: DueItem[][] = [];
  for await (const round of rounds) found.push(round);
  return found;
}

async function roundsOf(shards: ReadonlyMap<number, readonly DueItem[]>, nowMs: number): Promise<DueItem[][]> {
  const { index } = createDueIndex(shards);
  return allOf(dueInOrder({ index, onFailure: refuse }, nowMs));
}

describe('dueInOrder', () => {
  test('dueInOrder asks each shard once where nothing is due', async () => {
    const { index, asked } = createDueIndex(new Map());
    expect(await allOf(dueInOrder({ index, onFailure: refuse }, 1_000))).toEqual([]);
    expect(asked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: wakeShards }, (_, shard) => shard));
  });

  test('dueInOrder gives everything that is due once, the longest overdue of all shards first', async () => {
    // Lengths around the ends of pages, and times that shards share or not.
    const length = fc.constantFrom(0, 1, 7, itemsPerPage - 1, itemsPerPage, itemsPerPage + 1, 3 * itemsPerPage + 5);
    const shard = fc.record({
      length,
      stepMs: fc.integer({ min: 0, max: 3 }),
      firstMs: fc.integer({ min: 0, max: 5_000 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(shard, { maxLength: wakeShards }), async (all) => {
        const items = all.map((one, number) =>
          Array.from({ length: one.length }, (_, at) => dueProfile(`${number}/${at}`, one.firstMs + at * one.stepMs)),
        );
        const rounds = await roundsOf(new Map(items.entries()), 4_000);
        const found = rounds.flat();
        const due = items.flat().filter((item) => item.dueMs <= 4_000);
        expect(found).toHaveLength(due.length);
        expect(new Set(found)).toEqual(new Set(due));
        expect(found.map((item) => item.dueMs)).toEqual(found.map((item) => item.dueMs).toSorted((a, b) => a - b));
      }),
      { numRuns: 40 },
    );
  });

  test('dueInOrder reads all shards together, and not one after the other', async () => {
    const items = (number: number) => Array.from({ length: 5_000 }, (_, at) => dueProfile(`${number}/${at}`, at));
    const shards = new Map(Array.from({ length: wakeShards }, (_, number) => [number, items(number)] as const));
    const rounds = await roundsOf(shards, 10_000);
    expect(rounds.flat()).toHaveLength(5_000 * wakeShards);
    expect(rounds.length).toBeLessThanOrEqual(12);
    const most = Math.max(...rounds.map((round) => round.length));
    expect(most).toBeLessThanOrEqual(1.5 * itemsPerPage * wakeShards);
  });

  test('dueInOrder says which shard it could not read, and gives what is due in the others', async () => {
    const { index } = createDueIndex(
      new Map([
        [1, [dueProfile('ada', 1)]],
        [2, [dueProfile('bob', 2)]],
      ]),
    );
    const failed: number[] = [];
    const broken: typeof index = {
      due: (shard, ...rest) => (shard === 1 ? Promise.reject(new Error('throttled')) : index.due(shard, ...rest)),
    };
    const source = { index: broken, onFailure: (shard: number) => failed.push(shard) };
    const rounds = await allOf(dueInOrder(source, 10));
    expect(failed).toEqual([1]);
    expect(rounds.flat().map((item) => item.customerId)).toEqual(['bob']);
  });
});
