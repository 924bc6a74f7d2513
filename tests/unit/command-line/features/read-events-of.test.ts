import { describe, expect, test } from 'vitest';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { mostEventsHeld, readEventsOf } from '#infra/command-line/features/read-events-of.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import type { EventArchiveReader } from '#ports/event-archive.ts';
import { eventMessage, exampleEvent, tenant } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld } from '../replay/replay-world.ts';

const visit = (id: string) => exampleEvent(id, { userId: null, anonymousId: 'v' });
const identify = (id: string, userId = 'ada', receivedMs = exampleEvent(id).receivedMs) =>
  exampleEvent(id, { type: 'identify', name: 'Identify', userId, anonymousId: 'v', receivedMs });

async function archived(events: readonly unknown[]): Promise<ReplayWorld> {
  const world = createReplayWorld();
  await world.deliver([eventMessage('m', events)]);
  await world.writeArchive();
  return world;
}

async function read(
  world: Pick<ReplayWorld, 'archive' | 'profiles'>,
  customerId: string,
  archive?: EventArchiveReader,
) {
  const signal = new AbortController().signal;
  const about = { profiles: world.profiles, tenant, customerId, signal, progress: silentProgress };
  const found = await readEventsOf({ ...about, archive: archive ?? world.archive });
  return found
    .map(({ event, visitor }) => ({ id: event.id, visitor: visitor?.customerId ?? null, joinedMs: visitor?.joinedMs }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

describe('readEventsOf', () => {
  test('readEventsOf finds the events of a user, and of no one else', async () => {
    const world = await archived([exampleEvent('1'), exampleEvent('2', { userId: 'bob' }), visit('3')]);
    expect(await read(world, 'ada')).toEqual([{ id: '1', visitor: null }]);
    expect(await read(world, 'anonymous:v')).toEqual([{ id: '3', visitor: null }]);
    expect(await read(world, 'cid')).toEqual([]);
  });

  test('readEventsOf finds what a visitor did who has become the user, and since when that was known', async () => {
    const receivedMs = exampleEvent('i').receivedMs + 1;
    const world = createReplayWorld();
    await world.deliver([eventMessage('m', [visit('1')])]);
    world.clock.nowMs = receivedMs + 1;
    await world.deliver([eventMessage('i', [identify('i', 'ada', receivedMs)])]);
    await world.deliver([eventMessage('n', [visit('2')])]);
    await world.writeArchive();
    expect(await read(world, 'ada')).toEqual([
      { id: '1', visitor: 'anonymous:v', joinedMs: receivedMs },
      { id: '2', visitor: 'anonymous:v', joinedMs: receivedMs },
      { id: 'i', visitor: null },
    ]);
  });

  test('readEventsOf leaves a visitor to the user who was first, whoever claims it later', async () => {
    const world = await archived([visit('1'), identify('i', 'bob')]);
    await world.deliver([eventMessage('late', [identify('j', 'ada')])]);
    await world.writeArchive();
    expect((await read(world, 'ada')).map(({ id }) => id)).toEqual(['j']);
    expect((await read(world, 'bob')).map(({ id }) => id)).toEqual(['1', 'i']);
  });

  test('readEventsOf gives a visitor of whom nothing is stored to the user who claimed it first', async () => {
    const later = exampleEvent('j').receivedMs + 1;
    const { archive } = await archived([visit('1'), identify('i', 'bob'), identify('j', 'ada', later)]);
    const empty = createReplayWorld({ archive });
    expect((await read(empty, 'ada')).map(({ id }) => id)).toEqual(['j']);
    expect((await read(empty, 'bob')).map(({ id }) => id)).toEqual(['1', 'i']);
  });

  test('readEventsOf finds the events that name an account, whoever they are from', async () => {
    const named = { accountId: 'acme' };
    const world = await archived([
      exampleEvent('1', named),
      exampleEvent('2', { ...named, userId: 'bob' }),
      exampleEvent('3', { accountId: 'globex' }),
      exampleEvent('4'),
    ]);
    expect((await read(world, 'account:acme')).map(({ id }) => id)).toEqual(['1', '2']);
  });

  test('readEventsOf refuses an id of more events than fit into memory', async () => {
    const world = await archived([exampleEvent('1')]);
    const archive: EventArchiveReader = {
      ...world.archive,
      async *read() {
        const { tenant: _, ...event } = exampleEvent('1');
        const one: ArchivedEvent = {
          ...event,
          ...{ tenant, source: 's', correlationId: 'c', mode: 'live', asOfMs: null },
        };
        for (let count = 0; count <= mostEventsHeld; count += 1) yield one;
      },
    };
    await expect(read(world, 'ada', archive)).rejects.toThrow(`more than ${mostEventsHeld}`);
  });
});
