import { describe, expect, test } from 'vitest';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { EventArchiveReader } from '#ports/event-archive.ts';
import { eventMessage, exampleEvent, purchaseEvent, tenant } from '../../functions/example-events.ts';
import { countLive, eventsOf, otherPlan, range } from './replay-examples.ts';
import { createReplayWorld } from './replay-world.ts';

/** An archive in which some events are hidden, as if they were not written yet. */
function without(archive: EventArchiveReader, isHidden: (event: ArchivedEvent) => boolean): EventArchiveReader {
  return {
    ...archive,
    async *read(ofTenant, key) {
      for await (const event of archive.read(ofTenant, key)) if (!isHidden(event)) yield event;
    },
  };
}

describe('runReplay rebuilds', () => {
  test('runReplay rebuild folds by the plan of today what was counted by another, and versions go on', async () => {
    const world = createReplayWorld();
    await countLive(world, range(5));
    const before = await world.profile('ada');
    const definitions = otherPlan;
    expect(await world.replay({ definitions })).toMatchObject({ left: { 'folds otherwise': 1 }, sentEvents: 0 });
    expect(await world.replay({ definitions, rebuild: true })).toMatchObject({ rebuilt: 1, sentEvents: 0 });
    const after = await world.profile('ada');
    expect(after.version).toBe(before.version + 1);
    expect(after.recentEventIds).toEqual(before.recentEventIds);
    expect(decodeState(after.state).totals.get('purchase')).toMatchObject({ count: 5, sumMinor: 500 });
    expect(after.outbox?.mode ?? 'replay').toBe('replay');
    expect(await world.replay({ definitions, isDry: true })).toMatchObject({ identical: 1 });
  });

  test('runReplay rebuild mends a state and traits that were damaged, and counts repetitions no more than before', async () => {
    const world = createReplayWorld();
    const identify = exampleEvent('i', { type: 'identify', name: 'Identify', properties: { plan: 'gold' } });
    await countLive(world, [purchaseEvent('1', 5), purchaseEvent('2', 7), identify]);
    const { state } = await world.profile('ada');
    const damaged = await world.profile('ada');
    const other = createReplayWorld();
    await countLive(other, [purchaseEvent('1', 5)]);
    const wrong = { ...damaged, version: damaged.version + 1, state: (await other.profile('ada')).state };
    await world.profiles.put(wrong);
    const { version, ...told } = await world.profiles.loadTraits(tenant, 'ada');
    await world.profiles.putTraits(tenant, 'ada', { ...told, traits: {}, version: version + 1 });
    expect(await world.replay({ rebuild: true })).toMatchObject({ toRebuild: 1, rebuilt: 1 });
    expect((await world.profile('ada')).state).toEqual(state);
    expect((await world.profiles.loadTraits(tenant, 'ada')).traits['plan']?.value).toBe('gold');
    await world.deliver([eventMessage('again', [purchaseEvent('1', 5), purchaseEvent('2', 7), identify])]);
    expect((await world.profile('ada')).state).toEqual(state);
  });

  test('runReplay rebuild counts an event that is archived and not counted yet, and not again when its message comes', async () => {
    const world = createReplayWorld();
    await countLive(world, range(3));
    const underWay = exampleEvent('under way', { properties: { total: 1 } });
    const other = createReplayWorld({ archive: world.archive });
    await countLive(other, [underWay]);
    await world.replay({ definitions: otherPlan, rebuild: true });
    expect(await eventsOf(world)).toBe(4);
    expect(unpackEventIds((await world.profile('ada')).recentEventIds)).toHaveLength(4);
    await world.deliver([eventMessage('m', [underWay])]);
    expect(await eventsOf(world)).toBe(4);
  });

  test('runReplay says that the archive is behind, and not that the plan changed, of what is counted but not archived yet', async () => {
    const world = createReplayWorld();
    await countLive(world, range(4));
    const archive = without(world.archive, ({ id }) => id === 'e1');
    for (const isDry of [true, false]) {
      const summary = await world.replay({ archive, isDry });
      expect(summary).toMatchObject({ left: { 'archive incomplete': 1, 'folds otherwise': 0 }, sentEvents: 0 });
    }
  });

  test('runReplay rebuild leaves alone whose archive lacks an event that was counted', async () => {
    const world = createReplayWorld();
    await countLive(world, range(4));
    const archive = without(world.archive, ({ id }) => id === 'e1');
    const summary = await world.replay({ definitions: otherPlan, rebuild: true, archive });
    expect(summary).toMatchObject({ left: { 'archive incomplete': 1 }, rebuilt: 0 });
    // Also where it has as many others instead.
    const other = createReplayWorld({ archive: world.archive });
    await countLive(other, [exampleEvent('not counted yet')]);
    const again = await world.replay({ definitions: otherPlan, rebuild: true, archive });
    expect(again).toMatchObject({ left: { 'archive incomplete': 1 }, rebuilt: 0 });
    expect(await eventsOf(world)).toBe(4);
  });

  test('runReplay rebuild gives way to whoever writes meanwhile, and loses nothing', async () => {
    const world = createReplayWorld();
    await countLive(world, range(3));
    const late = exampleEvent('meanwhile', { properties: { total: 1 } });
    let isFirst = true;
    const profiles = {
      ...world.profiles,
      async put(record: Parameters<typeof world.profiles.put>[0]) {
        if (isFirst) await countLive(world, [late]);
        isFirst = false;
        return world.profiles.put(record);
      },
    };
    const summary = await world.replay({ definitions: otherPlan, rebuild: true, profiles });
    expect(summary).toMatchObject({ rebuilt: 0, toRebuild: 0, left: { 'under way': 1 } });
    expect(await eventsOf(world)).toBe(4);
    expect(await world.replay({ definitions: otherPlan, rebuild: true })).toMatchObject({ rebuilt: 1 });
    expect(decodeState((await world.profile('ada')).state).totals.get('purchase')?.count).toBe(4);
  });

  test('runReplay rebuild brings back a user who was lost while the visitors are there', async () => {
    const world = createReplayWorld();
    await countLive(world, [
      exampleEvent('1', { userId: null, anonymousId: 'v' }),
      exampleEvent('2', { type: 'identify', name: 'Identify', anonymousId: 'v' }),
    ]);
    const { state } = await world.profile('ada');
    for (const item of world.table.all()) {
      const [partition, sortKey] = [item['pk']?.S ?? '', item['sk']?.S ?? ''];
      if (partition === `${tenant}|ada`) world.table.remove(partition, sortKey);
    }
    expect(await world.replay()).toMatchObject({ left: { 'partly lost': 1 }, sentEvents: 0 });
    expect(await world.replay({ rebuild: true })).toMatchObject({ rebuilt: 1 });
    expect((await world.profile('ada')).state).toEqual(state);
    expect((await world.profiles.loadJoins(tenant, 'ada')).map(({ visitor }) => visitor)).toEqual(['anonymous:v']);
    await world.deliver([eventMessage('again', [exampleEvent('1', { userId: null, anonymousId: 'v' })])]);
    expect((await world.profile('ada')).state).toEqual(state);
  });
});
