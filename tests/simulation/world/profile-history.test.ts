import { describe, expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import { exampleWorld, runToEnd } from './example-world.ts';
import { createProfileHistory } from './profile-history.ts';

const version = (number: number): Item => {
  return { pk: { S: 'acme|ada' }, sk: { S: 'profile' }, version: { N: String(number) } };
};

/** Everything that reads give which come `afterMs` after versions 1 to 3, written 10 s apart. */
async function reads(staleRead: number, afterMs: number): Promise<(string | null)[]> {
  const world = exampleWorld({ staleRead });
  const history = createProfileHistory(world);
  for (const number of [1, 2, 3]) world.scheduler.after(number * 10_000, () => history.record(version(number)));
  const seen = new Set<string | null>();
  world.scheduler.after(30_000 + afterMs, () => {
    for (let read = 0; read < 100; read += 1) {
      seen.add(history.eventually('acme|ada', version(3))?.['version']?.N ?? null);
    }
  });
  await runToEnd(world);
  return [...seen].toSorted();
}

describe('createProfileHistory', () => {
  test('createProfileHistory gives the current version where no read is behind', async () => {
    expect(await reads(0, 1)).toEqual(['3']);
  });

  test('createProfileHistory gives any version that was current within the lag, also none at all', async () => {
    expect(await reads(0.7, 1)).toEqual(['1', '2', '3', null]);
  });

  test('createProfileHistory gives nothing that was replaced longer ago than the lag', async () => {
    expect(await reads(0.7, 45_000)).toEqual(['1', '2', '3']);
    expect(await reads(0.7, 55_000)).toEqual(['2', '3']);
    expect(await reads(0.7, 70_000)).toEqual(['3']);
  });
});
