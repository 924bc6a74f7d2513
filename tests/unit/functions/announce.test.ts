import { expect, test } from 'vitest';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import type { Transition } from '#contracts/transition.ts';
import { createAnnounceHandler } from '#functions/announce/handler.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';
import { exampleTransition } from '../../contract/example-records.ts';
import { createRecordingObserver } from './recording-observer.ts';

const customer = { tenant: 'shop', customerId: 'ada' };

/** Writes 1 to 4 of a customer: two transitions each, the third without any. */
const writes = [1, 2, 3, 4].map((version) => ({
  sequenceNumber: `sequence ${version}`,
  transitions:
    version === 3 ? [] : [exampleTransition(customer, version, 'quiet'), exampleTransition(customer, version, 'lost')],
}));
const all = writes.flatMap((write) => write.transitions);

function createWorld(publisher: TransitionPublisher) {
  const table = createMemoryLedgerTable();
  const observer = createRecordingObserver();
  return {
    observer,
    handle: createAnnounceHandler({ ledger: createMemoryLedger(table), publisher, observer }),
    recorded: () => createMemoryLedgerReader(table).transitionsOf(customer.tenant, customer.customerId, 100),
  };
}

test('createAnnounceHandler records and publishes every transition in the order of the stream', async () => {
  const publisher = createMemoryTransitionPublisher();
  const world = createWorld(publisher);
  expect(await world.handle(writes)).toBeNull();
  expect(publisher.published()).toEqual(all);
  expect(await world.recorded()).toHaveLength(all.length);
  expect(world.observer.total('TransitionsAnnounced')).toBe(6);
});

test.each([
  [1, 'quiet', 'sequence 1'],
  [2, 'lost', 'sequence 2'],
  [4, 'quiet', 'sequence 4'],
])(
  'createAnnounceHandler goes on from the write %i whose transition %s the bus refused',
  async (version, segment, from) => {
    const refuses = (transition: Transition) =>
      transition.profileVersion === version && 'segment' in transition && transition.segment === segment;
    const world = createWorld(createMemoryTransitionPublisher((transition) => !refuses(transition)));
    expect(await world.handle(writes)).toBe(from);
    expect(world.observer.total('TransitionsAnnounced')).toBe(5);
    expect(world.observer.total('TransitionsRefused')).toBe(1);
  },
);

test('createAnnounceHandler goes on from the first write when the bus refused several', async () => {
  const world = createWorld(createMemoryTransitionPublisher((transition) => transition.profileVersion === 1));
  expect(await world.handle(writes)).toBe('sequence 2');
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
  expect(await createWorld(publisher).handle([{ sequenceNumber: '1', transitions: [] }])).toBeNull();
  expect(await createWorld(publisher).handle([])).toBeNull();
  expect(publisher.published()).toEqual([]);
});

test('createAnnounceHandler throws when the bus is away, so that the whole batch comes again', async () => {
  const world = createWorld({ publish: () => Promise.reject(new Error('the bus is away')) });
  await expect(world.handle(writes)).rejects.toThrow('the bus is away');
});

test('createAnnounceHandler publishes nothing that is not in the ledger', async () => {
  const publisher = createMemoryTransitionPublisher();
  const recordTransitions = () => Promise.reject(new Error('the ledger is away'));
  const observer = createRecordingObserver();
  const handle = createAnnounceHandler({ ledger: { recordTransitions }, publisher, observer });
  await expect(handle(writes)).rejects.toThrow('the ledger is away');
  expect(publisher.published()).toEqual([]);
});
