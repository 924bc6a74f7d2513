import { describe, expect, test } from 'vitest';
import { eventMessage, exampleEvent, nowMs, purchaseEvent } from '../../functions/example-events.ts';
import { createReplayWorld, shownCustomers } from './replay-world.ts';

const customers = Array.from({ length: 12 }, (_, index) => `customer-${index}`);

/** What a client sends again after a lost answer has the same id, and by its clock another time. */
function copies(userId: string) {
  const first = purchaseEvent('p', 5, { userId, timeMs: nowMs - 10_000, receivedMs: nowMs - 9_000 });
  return [first, { ...first, timeMs: nowMs - 9_171, receivedMs: nowMs - 8_000 }] as const;
}

async function worldOfCopies() {
  const world = createReplayWorld();
  for (const copy of [0, 1] as const) {
    for (const userId of customers) {
      await world.deliver([eventMessage(`${userId}-${copy}`, [copies(userId)[copy]])]);
      await world.writeArchive();
    }
  }
  return world;
}

describe('runReplay where the archive has copies of an event that differ', () => {
  test('runReplay folds the copy that was received first, as the profile did', async () => {
    const world = await worldOfCopies();
    expect(await world.replay({ isDry: true })).toMatchObject({ identical: customers.length });
  });

  test('runReplay does not blame the tracking plan where the copy received later was counted, and rebuilds with the first', async () => {
    const world = createReplayWorld();
    const [first, second] = copies('ada');
    for (const [index, copy] of [second, first].entries()) await world.deliver([eventMessage(`m${index}`, [copy])]);
    await world.writeArchive();
    expect(await world.replay({ isDry: true })).toMatchObject({
      left: { 'copies differ': 1, 'folds otherwise': 0 },
      sentEvents: 0,
    });
    await world.replay({ rebuild: true });
    expect(await world.replay({ isDry: true })).toMatchObject({ identical: 1 });
  });

  test('runReplay into an empty table counts that copy, in whatever order its messages come', async () => {
    const world = await worldOfCopies();
    for (const isReversed of [false, true]) {
      const empty = createReplayWorld({ archive: world.archive });
      Object.assign(empty.order, { batchSize: 1, isReversed });
      await empty.replay();
      expect(await shownCustomers(empty.profiles, customers)).toEqual(await shownCustomers(world.profiles, customers));
      expect(await empty.replay()).toMatchObject({ identical: customers.length, sentEvents: 0 });
    }
  });

  test('runReplay finds nothing missing where an id was sent under both identities and counted under one', async () => {
    const world = createReplayWorld();
    const visit = exampleEvent('1', { userId: null, anonymousId: 'v', receivedMs: nowMs - 5 });
    const identify = exampleEvent('i', { type: 'identify', name: 'Identify', anonymousId: 'v' });
    const other = createReplayWorld({ archive: world.archive });
    await other.deliver([eventMessage('o', [exampleEvent('1')])]);
    await other.writeArchive();
    await world.deliver([eventMessage('m', [visit, identify])]);
    await world.writeArchive();
    expect(await world.replay({ isDry: true })).toMatchObject({ identical: 1 });
  });
});
