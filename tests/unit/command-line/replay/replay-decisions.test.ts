import { describe, expect, test } from 'vitest';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { purchase } from '#domain/ingest/event-builders.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { EventArchiveReader } from '#ports/event-archive.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from '../../functions/example-events.ts';
import { exampleRetention } from '../../functions/example-retention.ts';
import { createReplayWorld, type ReplayWorld } from './replay-world.ts';

/** By another plan, what was no more than a sign of life is a purchase. */
const otherPlan = {
  ...exampleRetention,
  plan: trackingPlan([purchase('Order Completed', { amount: 'total' }), purchase('Page Opened', { amount: 'total' })]),
};

const range = (count: number, more = {}) =>
  Array.from({ length: count }, (_, index) => exampleEvent(`e${index}`, { properties: { total: 1 }, ...more }));

async function countLive(world: ReplayWorld, events: readonly unknown[]): Promise<void> {
  await world.deliver([eventMessage('m', events)]);
  await world.writeArchive();
}

/** An archive in which some events are hidden, as if they were not written yet. */
function without(archive: EventArchiveReader, isHidden: (event: ArchivedEvent) => boolean): EventArchiveReader {
  return {
    ...archive,
    async *read(ofTenant, key) {
      for await (const event of archive.read(ofTenant, key)) if (!isHidden(event)) yield event;
    },
  };
}

const eventsOf = async (world: ReplayWorld, customerId = 'ada') =>
  decodeState((await world.profile(customerId)).state).events;

describe('runReplay compares', () => {
  test('runReplay sends to a customer who is stored what it lacks, and nothing to one who is identical', async () => {
    const world = createReplayWorld();
    await countLive(world, [exampleEvent('1'), exampleEvent('2', { userId: 'bob' })]);
    const other = createReplayWorld({ archive: world.archive });
    await other.deliver([eventMessage('x', [exampleEvent('3'), exampleEvent('2', { userId: 'bob' })])]);
    await other.writeArchive();
    const summary = await other.replay();
    expect(summary).toMatchObject({ customers: 2, identical: 1, eventsMissing: 1, sentEvents: 1 });
    expect(await eventsOf(other)).toBe(2);
  });

  test('runReplay changes nothing in a dry run, and says what it would do', async () => {
    const world = createReplayWorld();
    await countLive(world, [exampleEvent('1')]);
    const empty = createReplayWorld({ archive: world.archive });
    const summary = await empty.replay({ isDry: true });
    expect(summary).toMatchObject({ status: 'compared only', notStored: 1, sentEvents: 0 });
    expect(summary.examples).toEqual([{ customerId: 'ada', decision: 'not stored' }]);
    expect(empty.table.all()).toEqual([]);
  });

  test('runReplay leaves a customer alone whose events are forgotten, because sending would count them twice', async () => {
    const world = createReplayWorld();
    for (let day = 0; day < 30; day += 1)
      await countLive(
        world,
        range(20, { timeMs: nowMs, id: undefined }).map((event, index) => ({ ...event, id: `d${day}-${index}` })),
      );
    world.clock.nowMs = nowMs + 60 * dayMs;
    const late = exampleEvent('late', { timeMs: world.clock.nowMs, receivedMs: world.clock.nowMs });
    await countLive(world, [late]);
    const plan = { definitions: otherPlan };
    expect(await world.replay(plan)).toMatchObject({ left: { 'counted too long ago': 1 }, sentEvents: 0 });
    expect(await eventsOf(world)).toBe(601);
  });

  test('runReplay goes on where it stopped: what is done is identical, what was half done is safe to send', async () => {
    const first = createReplayWorld();
    const old = { timeMs: nowMs - 300 * dayMs, receivedMs: nowMs - 300 * dayMs };
    first.clock.nowMs = old.timeMs;
    for (const userId of ['ada', 'bob', 'cyd']) await countLive(first, range(30, { ...old, userId }));
    const second = createReplayWorld({ archive: first.archive });
    const broken = { ...(await partOf(second)) };
    expect(broken.sent).toBe(45);
    const summary = await second.replay();
    expect(summary).toMatchObject({ identical: 1, eventsMissing: 1, notStored: 1, sentEvents: 45 });
    expect(await second.replay({ isDry: true })).toMatchObject({ identical: 3 });
  });

  /** A replay whose second half never came: one customer whole, half of another. */
  async function partOf(world: ReplayWorld) {
    const events: ArchivedEvent[] = [];
    for (const key of world.archive.objects.keys()) {
      for await (const event of world.archive.read(tenant, key)) events.push(event);
    }
    const of = (userId: string) => events.filter((event) => event.userId === userId);
    const part = [...of('ada'), ...of('bob').slice(0, 15)].map(
      ({ source: _s, correlationId: _c, mode: _m, asOfMs: _a, ...event }) => event,
    );
    const clock = { mode: 'replay', asOfMs: null } as const;
    const message = eventMessage('part', part, { clock });
    await world.deliver([{ ...message, body: message.body.replace('"kind":"events"', '"kind":"archived events"') }]);
    return { sent: part.length };
  }

  test('runReplay takes some days alone: sends whoever is not stored, and only what is missing of the others', async () => {
    const world = createReplayWorld();
    for (const day of [0, 1, 2]) {
      const timeMs = nowMs - day * dayMs;
      await countLive(world, [exampleEvent(`day${day}`, { timeMs, receivedMs: timeMs })]);
    }
    const days = { from: '2026-02-28', to: '2026-02-28' };
    const empty = createReplayWorld({ archive: world.archive });
    expect(await empty.replay({ days })).toMatchObject({ from: '2026-02-28', events: 1, notStored: 1, sentEvents: 1 });
    expect(await empty.replay({ days })).toMatchObject({ identical: 1, sentEvents: 0 });
    expect(await empty.replay()).toMatchObject({ eventsMissing: 1, sentEvents: 2 });
    expect(await eventsOf(empty)).toBe(3);
  });

  test('runReplay takes one customer alone, with the visitors that are part of it', async () => {
    const world = createReplayWorld();
    await countLive(world, [
      exampleEvent('1', { userId: null, anonymousId: 'v' }),
      exampleEvent('2', { type: 'identify', name: 'Identify', anonymousId: 'v' }),
      exampleEvent('3', { userId: 'bob' }),
    ]);
    for (const customer of ['ada', 'anonymous:v']) {
      const empty = createReplayWorld({ archive: world.archive });
      expect(await empty.replay({ customer })).toMatchObject({ customers: 1, sentEvents: 2 });
      expect(await eventsOf(empty)).toBe(2);
      expect(await empty.profiles.load(tenant, 'bob', 'consistent')).toBeNull();
    }
  });

  test('runReplay tells of an archive that cannot be read, and of one that is empty', async () => {
    const world = createReplayWorld({ archive: createMemoryEventArchive() });
    expect(await world.replay()).toMatchObject({ status: 'finished', customers: 0, sentEvents: 0 });
    const key = `events/v1/tenant=${tenant}/day=2026-03-01/${'0'.repeat(32)}.ndjson.gz`;
    await world.archive.put({ key, lines: ['{}'] });
    await expect(world.replay()).rejects.toThrow(`Cannot read the archive: ${key}, line 1`);
  });
});

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
