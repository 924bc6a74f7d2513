import { describe, expect, test } from 'vitest';
import { untilProcessed } from '#adapters/aws/until-processed.ts';
import { ThrottledError } from '#ports/throttled-error.ts';

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
    await untilProcessed('write', batch, send);
    expect(sizes).toEqual([8, 3, 1]);
  });

  test('untilProcessed takes an empty rest as done', async () => {
    await expect(untilProcessed('write', batch, async () => [])).resolves.toBeUndefined();
  });

  test('untilProcessed ends after one request that leaves everything, because that is a throttled table', async () => {
    const { send, sizes } = takes(0, 8);
    await expect(untilProcessed('read 8 items of the table', batch, send)).rejects.toThrow(
      new ThrottledError('read 8 items of the table', null),
    );
    expect(sizes).toEqual([8]);
  });

  test('untilProcessed ends once the rest gets no shorter', async () => {
    const { send, sizes } = takes(3, 0, 5);
    await expect(untilProcessed('write', batch, send)).rejects.toThrow(ThrottledError);
    expect(sizes).toEqual([8, 5]);
  });

  test('untilProcessed ends after six requests, however much each takes', async () => {
    const { send, sizes } = takes(1, 1, 1, 1, 1, 1, 1, 1);
    await expect(untilProcessed('write', batch, send)).rejects.toThrow('Cannot write: the table is throttled');
    expect(sizes).toEqual([8, 7, 6, 5, 4, 3]);
  });
});
