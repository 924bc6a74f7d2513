import { expect, test } from 'vitest';
import type { DueItem, WakeIndex } from '#ports/wake-index.ts';
import { askedTogether, bunchedIndex } from './bunched-index.ts';
import { exampleStartMs, exampleWorld } from './example-world.ts';

const itemOf = (shard: number): DueItem => {
  return { kind: 'profile', tenant: 'north', customerId: `customer-${shard}`, runId: '', dueMs: shard };
};

const index: WakeIndex = { due: async (shard) => [itemOf(shard)] };

function ask(near: WakeIndex, shards: number) {
  return Promise.allSettled(Array.from({ length: shards }, (_, shard) => near.due(shard, exampleStartMs, 10, null)));
}

test('askedTogether puts what is asked at once into one request, and gives each its own answer', async () => {
  const far = bunchedIndex(exampleWorld(), index);
  const asked: number[] = [];
  const near = askedTogether({
    dueInAll(questions) {
      asked.push(questions.length);
      return far.dueInAll(questions);
    },
  });
  const answers = await ask(near, 64);
  expect(asked).toEqual([64]);
  expect(answers[5]).toEqual({ status: 'fulfilled', value: [itemOf(5)] });
  await ask(near, 3);
  expect(asked).toEqual([64, 3]);
});

test('askedTogether fails every question when the request fails', async () => {
  const near = askedTogether({ dueInAll: async () => Promise.reject(new Error('no answer')) });
  const answers = await ask(near, 4);
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 4 }, () => 'rejected'));
});

test('bunchedIndex now and then cannot read one shard, and answers for the others', async () => {
  const near = askedTogether(bunchedIndex(exampleWorld({ lostRequest: 1 }), index));
  const failures: number[] = [];
  for (let tick = 0; tick < 200; tick += 1) {
    const answers = await ask(near, 64);
    failures.push(answers.filter(({ status }) => status === 'rejected').length);
  }
  expect(new Set(failures)).toEqual(new Set([0, 1]));
});
