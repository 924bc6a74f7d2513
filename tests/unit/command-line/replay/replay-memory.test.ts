import { describe, expect, test } from 'vitest';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld } from './replay-world.ts';

const visit = (id: string, more: Partial<CanonicalEvent> = {}) =>
  exampleEvent(id, { userId: null, anonymousId: 'v', ...more });
const claim = (id: string, userId: string, more: Partial<CanonicalEvent> = {}) =>
  exampleEvent(id, { type: 'identify', name: 'Identify', userId, anonymousId: 'v', ...more });

async function countLive(world: ReplayWorld, events: readonly unknown[]): Promise<void> {
  await world.deliver([eventMessage('m', events)]);
  await world.writeArchive();
}

const eventsOf = async (world: ReplayWorld, customerId = 'ada') =>
  decodeState((await world.profile(customerId)).state).events;

describe('runReplay counts nothing twice', () => {
  test('runReplay counts nothing twice where events are forgotten while what it sent waits in the queue', async () => {
    const world = createReplayWorld();
    for (let batch = 0; batch < 10; batch += 1) {
      const events = Array.from({ length: 60 }, (_, index) => exampleEvent(`${batch}-${index}`));
      await countLive(world, events);
    }
    const missing = createReplayWorld({ archive: world.archive });
    world.clock.nowMs = nowMs + 49 * dayMs - 3_600_000;
    await countLive(missing, [exampleEvent('missing')]);
    // Two hours pass before the function gets what was sent.
    const sent = await world.replay({ queuedMs: 7_200_000 });
    expect(sent).toMatchObject({ eventsMissing: 1 });
    expect(await eventsOf(world)).toBe(601);
  });

  test('runReplay leaves a user alone of whom a visitor was lost, whose events the user has counted', async () => {
    const world = createReplayWorld();
    await countLive(world, [visit('1'), visit('2')]);
    await countLive(world, [claim('i', 'ada')]);
    world.table.remove(`${tenant}|anonymous:v`, profileSortKey);
    const other = createReplayWorld({ archive: world.archive });
    await countLive(other, [exampleEvent('missing')]);
    expect(await world.replay()).toMatchObject({ left: { 'partly lost': 1 }, sentEvents: 0 });
    expect(await eventsOf(world)).toBe(3);
    expect(await world.replay({ rebuild: true })).toMatchObject({ rebuilt: 1 });
    expect(await eventsOf(world)).toBe(4);
    await world.deliver([eventMessage('again', [visit('1'), visit('2')])]);
    expect(await eventsOf(world)).toBe(4);
  });

  test('runReplay leaves a user alone of whom a visitor was lost that had done nothing when it was joined', async () => {
    const world = createReplayWorld();
    await countLive(world, [claim('i', 'ada')]);
    await countLive(world, [visit('1')]);
    world.table.remove(`${tenant}|anonymous:v`, profileSortKey);
    const other = createReplayWorld({ archive: world.archive });
    await countLive(other, [visit('missing')]);
    expect(await world.replay()).toMatchObject({ left: { 'partly lost': 1 }, sentEvents: 0 });
    expect(await world.replay({ rebuild: true })).toMatchObject({ rebuilt: 1 });
    await world.deliver([eventMessage('again', [visit('1'), visit('missing')])]);
    expect(await eventsOf(world)).toBe(3);
  });

  test('runReplay of one customer does not give it a visitor whom another user claimed first', async () => {
    const world = createReplayWorld();
    await countLive(world, [visit('1')]);
    await countLive(world, [claim('i', 'ada')]);
    await countLive(world, [claim('j', 'bob', { receivedMs: nowMs + 1 })]);
    const empty = createReplayWorld({ archive: world.archive });
    await expect(empty.replay({ customer: 'bob' })).rejects.toThrow('ada');
    expect(await empty.profiles.load(tenant, 'anonymous:v', 'consistent')).toBeNull();
    await empty.replay();
    expect((await empty.profile('anonymous:v')).joined?.into).toBe('ada');
    expect(await empty.replay({ isDry: true })).toMatchObject({ identical: 2 });
  });

  test('runReplay finds traits identical whatever names are inside them', async () => {
    const world = createReplayWorld();
    const properties = JSON.parse(
      '{"__proto__":{"a":1},"plan":"gold","10":1,"toString":2,"address":{"__proto__":{"b":1},"city":"York"}}',
    );
    await countLive(world, [exampleEvent('i', { type: 'identify', name: 'Identify', properties })]);
    expect((await world.profiles.loadTraits(tenant, 'ada')).traits['address']?.value).toEqual({ city: 'York' });
    expect(await world.replay({ isDry: true })).toMatchObject({ identical: 1 });
  });
});
