import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import type { RelationMessage } from '#contracts/queue-message.ts';
import type { Transition } from '#contracts/transition.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { type AnnouncedWrite, createAnnounceHandler } from '#functions/announce/handler.ts';
import { maximumAttempts } from '#functions/announce/publish-in-order.ts';
import { noPopulation } from '#functions/population-cache.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';
import { announcedRecord, announcedWrite } from './announced-records.ts';
import { nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createRecordingObserver } from './recording-observer.ts';
import { createTroubledBus, troubles } from './troubled-bus.ts';

/** Writes 1 to 4 of a customer: two transitions each, the third without any. */
const writes = [1, 2, 3, 4].map((version) =>
  announcedWrite(`sequence ${version}`, 'ada', version, version === 3 ? [] : ['quiet', 'valuable']),
);
const all = writes.flatMap(({ record }) => transitionsOf(exampleRetention, record, null));

/** A profile whose state only newer code can read. */
const unreadable = {
  sequenceNumber: 'unreadable',
  record: { ...announcedRecord('bob', 1, ['quiet']), state: Uint8Array.of(99) },
};

/** Whom others ask about, and how they are told: nobody, by these definitions. */
const nobodyAsks = () => ({
  profiles: createMemoryProfileStore(createMemoryCustomerTable()),
  relations: createMemoryMessageQueue<RelationMessage>(),
});

function createWorld(publisher: TransitionPublisher) {
  const table = createMemoryLedgerTable();
  const observer = createRecordingObserver();
  const pausesMs: number[] = [];
  return {
    observer,
    pausesMs,
    handle: createAnnounceHandler({
      ...nobodyAsks(),
      definitions: exampleRetention,
      ledger: createMemoryLedger(table),
      flows: createMemoryFlowStore(table),
      clock: () => nowMs,
      populations: noPopulation,
      publisher,
      chance: () => 0.5,
      pause: async (milliseconds) => {
        pausesMs.push(milliseconds);
      },
      observer,
    }),
    recorded: () => createMemoryLedgerReader(table).transitionsOf(tenant, 'ada', 100),
  };
}

test('createAnnounceHandler records and publishes every transition in the order of the stream', async () => {
  const publisher = createMemoryTransitionPublisher();
  const world = createWorld(publisher);
  expect(await world.handle(writes)).toBeNull();
  expect(publisher.published()).toEqual(all);
  expect(all.map((transition) => transition.profileVersion)).toEqual([1, 1, 2, 2, 4, 4]);
  expect(await world.recorded()).toHaveLength(all.length);
  expect(world.observer.total('TransitionsAnnounced')).toBe(6);
  expect(world.pausesMs).toEqual([]);
});

test.each([
  [1, 'quiet', 'sequence 1', ['valuable']],
  [2, 'valuable', 'sequence 2', ['quiet', 'valuable', 'quiet']],
  [4, 'quiet', 'sequence 4', ['quiet', 'valuable', 'quiet', 'valuable', 'valuable']],
])(
  'createAnnounceHandler goes on from write %i when the bus keeps refusing its transition %s, and publishes no later one',
  async (version, segment, from, taken) => {
    const refuses = (transition: Transition) =>
      transition.profileVersion === version && 'segment' in transition && transition.segment === segment;
    const publisher = createMemoryTransitionPublisher((transition) => !refuses(transition));
    const world = createWorld(publisher);
    expect(await world.handle(writes)).toBe(from);
    expect(publisher.published().map((one) => ('segment' in one ? one.segment : ''))).toEqual(taken);
    expect(world.observer.total('TransitionsAnnounced')).toBe(taken.length);
    expect(world.observer.total('TransitionsRefused')).toBe(all.length - taken.length);
    expect(world.pausesMs).toHaveLength(maximumAttempts - 1);
  },
);

test('createAnnounceHandler gets everything to the bus in the order of each customer, when it is given the rest again', async () => {
  const drawnWrites = fc
    .array(fc.tuple(fc.constantFrom('ada', 'bob'), fc.subarray(['quiet', 'valuable', 'active'])), { maxLength: 10 })
    .map((drawn) =>
      drawn.map(([customerId, segments], index) => announcedWrite(`at ${index}`, customerId, index + 1, segments)),
    );
  await fc.assert(
    fc.asyncProperty(drawnWrites, troubles, async (batch, drawn) => {
      const bus = createTroubledBus(drawn);
      const world = createWorld(bus.publisher);
      let rest: readonly AnnouncedWrite[] = batch;
      for (let calls = 1; rest.length > 0; calls += 1) {
        if (calls === 3) bus.heal();
        const resumeFrom = await world.handle(rest);
        const from = rest.findIndex((write) => write.sequenceNumber === resumeFrom);
        expect(from === -1).toBe(resumeFrom === null);
        rest = from === -1 ? [] : rest.slice(from);
        expect(calls).toBeLessThanOrEqual(3);
      }
      const asked = batch.flatMap(({ record }) => transitionsOf(exampleRetention, record, null));
      expect([...bus.tookFirst.keys()].toSorted()).toEqual(asked.map((one) => one.id).toSorted());
      for (const taken of Map.groupBy(bus.tookFirst.values(), (one) => one.customerId).values()) {
        const versions = taken.map((one) => one.profileVersion);
        expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 200 },
  );
});

test('createAnnounceHandler announces other customers while one is refused', async () => {
  const publisher = createMemoryTransitionPublisher((transition) => transition.customerId !== 'ada');
  const world = createWorld(publisher);
  const others = [1, 2].map((version) => announcedWrite(`bob ${version}`, 'bob', version, ['quiet']));
  expect(await world.handle([...writes, ...others])).toBe('sequence 1');
  expect(publisher.published().map(({ customerId, profileVersion }) => [customerId, profileVersion])).toEqual([
    ['bob', 1],
    ['bob', 2],
  ]);
});

test('createAnnounceHandler records a transition once, however often the stream brings it', async () => {
  const publisher = createMemoryTransitionPublisher();
  const world = createWorld(publisher);
  await world.handle(writes);
  await world.handle(writes.slice(1));
  expect(await world.recorded()).toHaveLength(all.length);
  expect(new Set(publisher.published().map((transition) => transition.id)).size).toBe(all.length);
});

test('createAnnounceHandler does nothing with writes that announce nothing', async () => {
  const publisher = createMemoryTransitionPublisher();
  const world = createWorld(publisher);
  expect(await world.handle([announcedWrite('1', 'ada', 1, [])])).toBeNull();
  expect(await world.handle([])).toBeNull();
  expect(publisher.published()).toEqual([]);
});

test('createAnnounceHandler goes on from the first write when the bus is away', async () => {
  const world = createWorld({ publish: () => Promise.reject(new Error('the bus is away')) });
  expect(await world.handle(writes)).toBe('sequence 1');
  expect(world.observer.warnings).toHaveLength(maximumAttempts);
  expect(world.observer.warnings[0]).toContain('the bus is away');
});

test('createAnnounceHandler publishes nothing that is not in the ledger', async () => {
  const publisher = createMemoryTransitionPublisher();
  const recordTransitions = () => Promise.reject(new Error('the ledger is away'));
  const { chance, pause } = { chance: () => 0, pause: async () => {} };
  const observer = createRecordingObserver();
  const definitions = exampleRetention;
  const handle = createAnnounceHandler({
    ...nobodyAsks(),
    definitions,
    ledger: { recordTransitions },
    flows: createMemoryFlowStore(createMemoryLedgerTable()),
    clock: () => 0,
    populations: noPopulation,
    publisher,
    chance,
    pause,
    observer,
  });
  await expect(handle(writes)).rejects.toThrow('the ledger is away');
  expect(publisher.published()).toEqual([]);
});

test('createAnnounceHandler goes on from a profile that it cannot read, and announces nothing behind it', async () => {
  const publisher = createMemoryTransitionPublisher();
  const world = createWorld(publisher);
  expect(await world.handle([...writes.slice(0, 2), unreadable, ...writes.slice(2)])).toBe('unreadable');
  expect(publisher.published()).toEqual(all.slice(0, 4));
});

test('createAnnounceHandler throws when it cannot read the very first profile, so that the reason is seen', async () => {
  const publisher = createMemoryTransitionPublisher();
  await expect(createWorld(publisher).handle([unreadable, ...writes])).rejects.toThrow('Cannot read');
  expect(publisher.published()).toEqual([]);
});

test('createAnnounceHandler counts that somebody was held back, and tells nobody', async () => {
  const world = createWorld(createMemoryTransitionPublisher());
  const record = announcedRecord('ada', 1, []);
  const held = { kind: 'held back', segment: 'quiet', segmentVersion: 1, by: 'threshold' } as const;
  const outbox = { mode: 'live', correlationId: 'c', cause: { kind: 'time' }, changes: [held, held] } as const;
  const announced = {
    sequenceNumber: 'one',
    record: { ...record, outbox: { ...outbox, changes: [...outbox.changes] } },
  };
  expect(await world.handle([announced])).toBeNull();
  expect(world.observer.total('StaysHeldBack')).toBe(2);
  expect(world.observer.total('TransitionsAnnounced')).toBe(0);
  expect((await world.recorded()).length).toBe(0);
});
