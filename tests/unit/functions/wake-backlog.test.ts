import { describe, expect, test } from 'vitest';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { type ProfileWakesMessage, profileWakesMessageSchema, type RunWakeMessage } from '#contracts/queue-message.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import { busyMs, wokenAgainUpTo } from '#functions/wake/wake-rounds.ts';
import { type DueItem, wakeShards } from '#ports/wake-index.ts';
import { createDueIndex, dueProfile } from './due-index.ts';
import { createRecordingObserver } from './recording-observer.ts';

const startMs = 1_000_000_000;

/** So many customers who became due within the last hour, over all shards. */
function backlogOf(count: number): Map<number, DueItem[]> {
  const items = Array.from({ length: count }, (_, at) =>
    dueProfile(`c${at}`, startMs - 3_600_000 + ((at * 7_919) % 3_600_000)),
  );
  return new Map(
    [...Map.groupBy(items.entries(), ([at]) => at % wakeShards)].map(([shard, own]) => [
      shard,
      own.map(([, item]) => item),
    ]),
  );
}

function createWorld(shards: ReadonlyMap<number, readonly DueItem[]>) {
  const due = createDueIndex(shards);
  const clock = { nowMs: startMs, perSendMs: 0 };
  const queue = createMemoryMessageQueue<ProfileWakesMessage>();
  const observer = createRecordingObserver();
  const profileQueue = {
    send: (messages: readonly ProfileWakesMessage[]) => {
      clock.nowMs += clock.perSendMs;
      return queue.send(messages);
    },
  };
  const runQueue = createMemoryMessageQueue<RunWakeMessage>();
  const all = [...shards.values()].flat();
  const byId = new Map(all.map((item) => [item.customerId, item]));
  return {
    due,
    clock,
    observer,
    all,
    tick: createWakeHandler({ index: due.index, profileQueue, runQueue, clock: () => clock.nowMs, observer }),
    /** The items that the messages sent since are about, in their order. */
    taken: () =>
      queue
        .take()
        .flatMap((body) => profileWakesMessageSchema.parse(JSON.parse(body)).customers)
        .flatMap(({ customerId }) => byId.get(customerId) ?? []),
  };
}

const times = (items: readonly DueItem[]) => items.map((item) => item.dueMs);
const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);

describe('createWakeHandler', () => {
  test('createWakeHandler drains a backlog in order of lateness, in as many ticks as it takes, and sends nothing twice', async () => {
    const world = createWorld(backlogOf(150_000));
    world.clock.perSendMs = busyMs;
    const sent: DueItem[] = [];
    let ticks = 0;
    while (sent.length < 150_000) {
      const { woken } = await world.tick();
      const taken = world.taken();
      expect(taken).toHaveLength(woken);
      expect(woken).toBeGreaterThan(0);
      sent.push(...taken);
      ticks += 1;
      world.clock.nowMs = startMs + ticks * 60_000;
      // The workers get through less than a tick sends, in the order of the queue.
      world.due.look(sent.slice(0, ticks * 45_000));
    }
    expect(ticks).toBeGreaterThan(2);
    expect(times(sent)).toEqual(ascending(times(world.all)));
    expect(new Set(sent).size).toBe(150_000);
  });

  test('createWakeHandler passes over what is under way while much is due, and sends it again when it has been away for long', async () => {
    const world = createWorld(backlogOf(wokenAgainUpTo + 5_000));
    expect(await world.tick()).toEqual({ woken: wokenAgainUpTo + 5_000 });
    world.clock.nowMs += 60_000;
    expect(await world.tick()).toEqual({ woken: 0 });
    world.taken();
    world.clock.nowMs += 600_000;
    expect(await world.tick()).toEqual({ woken: wokenAgainUpTo + 5_000 });
    expect(new Set(world.taken())).toEqual(new Set(world.all));
  });

  test('createWakeHandler wakes at every tick again whoever is still due while little is due', async () => {
    const world = createWorld(backlogOf(200));
    for (let tick = 0; tick < 3; tick += 1) {
      world.clock.nowMs += 60_000;
      expect(await world.tick()).toEqual({ woken: 200 });
      expect(new Set(world.taken())).toEqual(new Set(world.all));
    }
  });

  test('createWakeHandler wakes those first who have just become due, and then those who are under way', async () => {
    const world = createWorld(new Map([[0, [dueProfile('early', startMs - 5), dueProfile('late', startMs + 10)]]]));
    await world.tick();
    world.taken();
    world.clock.nowMs += 60_000;
    expect(await world.tick()).toEqual({ woken: 2 });
    expect(world.taken().map((item) => item.customerId)).toEqual(['late', 'early']);
  });

  test('createWakeHandler fails when a shard cannot be read, but wakes who is due in the others', async () => {
    const world = createWorld(backlogOf(640));
    const index = {
      due: (...asked: Parameters<typeof world.due.index.due>) =>
        asked[0] === 3 ? Promise.reject(new Error('the index is away')) : world.due.index.due(...asked),
    };
    const queue = createMemoryMessageQueue<ProfileWakesMessage>();
    const runQueue = createMemoryMessageQueue<RunWakeMessage>();
    const tick = createWakeHandler({
      index,
      profileQueue: queue,
      runQueue,
      clock: () => startMs,
      observer: world.observer,
    });
    await expect(tick()).rejects.toThrow('the index is away');
    const woken = queue.bodies().flatMap((body) => profileWakesMessageSchema.parse(JSON.parse(body)).customers);
    expect(woken).toHaveLength(630);
    expect(world.observer.warnings.join()).toContain('Cannot read a shard of the wake-up index');
  });

  test('createWakeHandler remembers nothing that a queue did not take', async () => {
    const world = createWorld(backlogOf(wokenAgainUpTo + 1));
    const state = { isAway: true };
    const taken: ProfileWakesMessage[] = [];
    const profileQueue = {
      send: async (messages: readonly ProfileWakesMessage[]) => {
        if (state.isAway) throw new Error('the queue is away');
        taken.push(...messages);
      },
    };
    const runQueue = createMemoryMessageQueue<RunWakeMessage>();
    const clock = () => world.clock.nowMs;
    const tick = createWakeHandler({ index: world.due.index, profileQueue, runQueue, clock, observer: world.observer });
    await expect(tick()).rejects.toThrow('the queue is away');
    state.isAway = false;
    expect(await tick()).toEqual({ woken: wokenAgainUpTo + 1 });
    expect(taken.flatMap((message) => message.customers)).toHaveLength(wokenAgainUpTo + 1);
  });
});
