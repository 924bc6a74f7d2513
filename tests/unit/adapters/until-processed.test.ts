import { describe, expect, test } from 'vitest';
import { untilProcessed } from '#adapters/aws/until-processed.ts';

/** Takes so many parts of each request, in turn, and remembers the sizes of the requests. */
function takes(...counts: number[]) {
  const sizes: number[] = [];
  const send = async (batch: readonly string[]) => {
    const taken = counts[sizes.length] ?? 0;
    sizes.push(batch.length);
    return taken < batch.length ? batch.slice(taken) : null;
  };
  return { send, sizes };
}

const batch = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

describe('untilProcessed', () => {
  test('untilProcessed sends again only what is left, until nothing is', async () => {
    const { send, sizes } = takes(5, 2, 1);
    expect(await untilProcessed(batch, send)).toEqual([]);
    expect(sizes).toEqual([8, 3, 1]);
  });

  test('untilProcessed takes an empty rest as done', async () => {
    expect(await untilProcessed(batch, async () => [])).toEqual([]);
  });

  test('untilProcessed gives back everything after one request that leaves everything, because that is a throttled table', async () => {
    const { send, sizes } = takes(0, 8);
    expect(await untilProcessed(batch, send)).toEqual(batch);
    expect(sizes).toEqual([8]);
  });

  test('untilProcessed gives back the rest once it gets no shorter', async () => {
    const { send, sizes } = takes(3, 0, 5);
    expect(await untilProcessed(batch, send)).toEqual(['d', 'e', 'f', 'g', 'h']);
    expect(sizes).toEqual([8, 5]);
  });

  test('untilProcessed gives back what is left after six requests, however much each takes', async () => {
    const { send, sizes } = takes(1, 1, 1, 1, 1, 1, 1, 1);
    expect(await untilProcessed(batch, send)).toEqual(['g', 'h']);
    expect(sizes).toEqual([8, 7, 6, 5, 4, 3]);
  });
});
