import { describe, expect, test } from 'vitest';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from '../../functions/example-events.ts';
import { countLive, eventsOf, otherPlan, range } from './replay-examples.ts';
import { createReplayWorld, type ReplayWorld } from './replay-world.ts';

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
