import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import type { Change } from '#contracts/announcement.ts';
import type { RelationMessage } from '#contracts/queue-message.ts';
import { addAmounts, type FlowAmounts } from '#contracts/segment-flow.ts';
import { flowsOf } from '#domain/migrations/flows-of.ts';
import { migration } from '#domain/migrations/migration.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { type AnnouncedWrite, createAnnounceHandler } from '#functions/announce/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import type { FlowCounter } from '#ports/flow-store.ts';
import { stay } from '../domain/migrations/moved-record.ts';
import { announcedRecord } from './announced-records.ts';
import { dayMs, nowMs, tenant } from './example-events.ts';
import { exampleDeclarations, quiet } from './example-retention.ts';
import { createRecordingObserver } from './recording-observer.ts';

const definitions = defineRetention({
  ...exampleDeclarations,
  migrations: [migration('went-quiet', { description: 'Went quiet.', enters: quiet })],
});
const names = ['active', 'quiet', 'valuable'];

/** Handlers over one ledger, whose every call may crash before it is done, or after. */
function createWorld(crashes: Iterator<boolean>) {
  const table = createMemoryLedgerTable();
  const crashing = async <T>(work: () => Promise<T>): Promise<T> => {
    if (crashes.next().value === true) throw new Error('crashed before');
    const done = await work();
    if (crashes.next().value === true) throw new Error('crashed after');
    return done;
  };
  const store = createMemoryFlowStore(table);
  const ledger = createMemoryLedger(table);
  const published: string[] = [];
  const publisher = createMemoryTransitionPublisher((transition) => published.push(transition.id) > 0);
  const flows: FlowCounter = { count: (writes, atMs) => crashing(() => store.count(writes, atMs)) };
  const announce = createAnnounceHandler({
    definitions,
    profiles: createMemoryProfileStore(createMemoryCustomerTable()),
    relations: createMemoryMessageQueue<RelationMessage>(),
    ledger: { recordTransitions: (transitions) => crashing(() => ledger.recordTransitions(transitions)) },
    flows,
    clock: () => nowMs,
    populations: noPopulation,
    publisher: { publish: (transitions) => crashing(() => publisher.publish(transitions)) },
    chance: () => 0,
    pause: async () => undefined,
    observer: createRecordingObserver(),
  });
  return { announce, store, published };
}

/** Histories of some customers: each write toggles some segments, on some day. */
function historiesOf(toggles: readonly (readonly number[])[]): AnnouncedWrite[] {
  const inside = new Map<string, Set<string>>();
  const versions = new Map<string, number>();
  return toggles.map((which, index) => {
    const customerId = `c${index % 4}`;
    const own = inside.get(customerId) ?? new Set<string>();
    inside.set(customerId, own);
    const changes = [...new Set(which)].map((at): Change => {
      const name = names[at] ?? 'active';
      const isIn = own.has(name);
      if (isIn) own.delete(name);
      else own.add(name);
      return stay(isIn ? 'exited' : 'entered', name);
    });
    const version = (versions.get(customerId) ?? 0) + 1;
    versions.set(customerId, version);
    const record = announcedRecord(customerId, version, []);
    const outbox = { mode: 'live' as const, correlationId: 'r', cause: { kind: 'time' as const }, changes };
    const judgedMs = nowMs + Math.floor(index / 5) * dayMs;
    return {
      sequenceNumber: String(index),
      record: { ...record, judgedMs, outbox: changes.length === 0 ? null : outbox },
    };
  });
}

/** What the writes changed, added up by whoever knows nothing of days, shards and stores. */
function entriesAndExits(writes: readonly AnnouncedWrite[]): Map<string, FlowAmounts> {
  const sums = new Map<string, FlowAmounts>();
  for (const change of writes.flatMap(({ record }) => record.outbox?.changes ?? [])) {
    if (change.kind !== 'entered' && change.kind !== 'exited') continue;
    const nothing = { enteredMinor: 0, exitedMinor: 0 };
    sums.set(change.segment, addAmounts(sums.get(change.segment) ?? nothing, { [change.kind]: 1 }));
  }
  return sums;
}

test('createAnnounceHandler counts every write once, whatever is brought again and wherever it crashes', async () => {
  const toggles = fc.array(fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 3 }), { minLength: 1, maxLength: 25 });
  const crashes = fc.infiniteStream(fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.boolean()));
  const batch = fc.integer({ min: 1, max: 7 });
  await fc.assert(
    fc.asyncProperty(toggles, crashes, batch, fc.boolean(), async (drawn, stream, size, again) => {
      const writes = historiesOf(drawn);
      const world = createWorld(stream[Symbol.iterator]());
      for (let from = 0; from < writes.length; ) {
        const part = writes.slice(from, from + size);
        const resume = await world.announce(part).catch(() => part[0]?.sequenceNumber ?? null);
        from = resume === null ? from + part.length : Number(resume);
      }
      if (again) for (const write of writes) await world.announce([write]).catch(() => undefined);
      const days = new Set(writes.map(({ record }) => new Date(record.judgedMs).toISOString().slice(0, 10)));
      const byDay = await Promise.all([...days].map(async (day) => flowsOf(await world.store.patterns(tenant, day))));
      const segments = byDay.flat().filter(({ kind }) => kind === 'segment');
      const counted = new Map<string, FlowAmounts>();
      for (const {
        parts: [name = ''],
        amounts,
      } of segments) {
        counted.set(name, addAmounts(counted.get(name) ?? {}, { ...amounts, enteredMinor: 0, exitedMinor: 0 }));
      }
      expect(counted).toEqual(entriesAndExits(writes));
      const moves = byDay.flat().filter(({ kind, parts }) => kind === 'migration' && parts[0] === 'went-quiet');
      const movedInAll = moves.reduce((sum, { amounts }) => sum + (amounts.moved ?? 0), 0);
      expect(movedInAll).toBe(counted.get('quiet')?.entered ?? 0);
      const told = new Set(world.published.filter((id) => id.endsWith('/migration/went-quiet')));
      expect(told.size).toBe(movedInAll);
    }),
    { numRuns: 200 },
  );
});
