import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDynamoLedger } from '#adapters/aws/dynamodb-ledger.ts';
import { createDynamoProfileStore } from '#adapters/aws/dynamodb-profile-store.ts';
import { createDynamoRunStore } from '#adapters/aws/dynamodb-run-store.ts';
import { createDynamoSourceStore } from '#adapters/aws/dynamodb-source-store.ts';
import { createDynamoWakeIndex } from '#adapters/aws/dynamodb-wake-index.ts';
import { meteredClient } from '#adapters/aws/metered-client.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import type { TableCharge } from '#adapters/memory/memory-table-charges.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Meter } from '#ports/meter.ts';
import { firstMemberPosition, firstPagePosition, type ProfileStore } from '#ports/profile-store.ts';
import type { RunStore } from '#ports/run-store.ts';
import type { SourceStore } from '#ports/source-store.ts';
import { type WakeIndex, wakeShards } from '#ports/wake-index.ts';
import { type DynamoDbFixture, startDynamoDbFixture } from './dynamodb-fixture.ts';
import {
  exampleDelivery,
  exampleOutcome,
  exampleProfile,
  exampleQuarantined,
  exampleRun,
  exampleTask,
  exampleTransition,
  startMs,
} from './example-records.ts';
import { localClientOptions } from './local-client-options.ts';

type Stores = {
  readonly profiles: ProfileStore;
  readonly runs: RunStore;
  readonly wakeIndex: WakeIndex;
  readonly ledger: Ledger;
  readonly sources: SourceStore;
};

type Units = { reads: number; writes: number };

/** A meter that adds capacity units up. */
function createUnitMeter(): { units: Units; meter: Meter } {
  const units = { reads: 0, writes: 0 };
  const count: Meter['count'] = (what, more) => {
    if (what === 'read units') units.reads += more;
    if (what === 'write units') units.writes += more;
  };
  return { units, meter: { count } };
}

let fixture: DynamoDbFixture;
beforeAll(async () => {
  fixture = await startDynamoDbFixture();
});
afterAll(() => fixture.stop());

async function openDynamo(meter: Meter): Promise<Stores & { close: () => void }> {
  const client = meteredClient(new DynamoDBClient(localClientOptions(fixture.endpoint)), meter);
  const customers = { client, tableName: await fixture.createTable('CustomerTable') };
  return {
    profiles: createDynamoProfileStore(customers),
    runs: createDynamoRunStore(customers),
    wakeIndex: createDynamoWakeIndex(customers),
    ledger: createDynamoLedger({ client, tableName: await fixture.createTable('LedgerTable') }),
    sources: createDynamoSourceStore({ client, tableName: await fixture.createTable('SourceTable') }),
    close: () => client.destroy(),
  };
}

function openMemory(meter: Meter): Stores {
  const onCharge = ({ kind, units, indexUnits }: TableCharge) => meter.count(kind, units + indexUnits);
  const customers = createMemoryCustomerTable(null, onCharge);
  return {
    profiles: createMemoryProfileStore(customers),
    runs: createMemoryRunStore(customers),
    wakeIndex: createMemoryWakeIndex(customers),
    ledger: createMemoryLedger(createMemoryLedgerTable(onCharge)),
    sources: createMemorySourceStore(meter),
  };
}

const customer = { tenant: 'shop', customerId: 'ada' };
const other = { tenant: 'shop', customerId: 'grace' };
const profile = exampleProfile(customer);
const large = { ...profile, version: 2, recentEventIds: new Uint8Array(2_400) };
const page = (version: number, ids: number) => ({
  ...customer,
  version,
  eventIds: new Uint8Array(ids * 8),
  expiresMs: startMs,
});
const run = exampleRun(customer, { wakeAtMs: startMs });
const traits = { plan: { value: 'x'.repeat(1_200), timeMs: startMs, eventId: 'event-1' } };
const source = newSource({ writeKey: 'key', tenant: 'shop', name: 'web', createdMs: startMs });

/** What is done, one step after the other, and what it costs: reads, and writes with their indexes. */
const steps: readonly (readonly [string, (stores: Stores) => Promise<unknown>, Units])[] = [
  [
    'reading a customer never seen',
    ({ profiles }) => profiles.load('shop', 'ada', 'consistent'),
    { reads: 1, writes: 0 },
  ],
  ['a first write', ({ profiles }) => profiles.put(profile), { reads: 0, writes: 1 }],
  ['a write beyond 1 KB', ({ profiles }) => profiles.put(large), { reads: 0, writes: 3 }],
  [
    'a write that sets a wake-up',
    ({ profiles }) => profiles.put({ ...profile, version: 3, wakeAtMs: startMs }),
    { reads: 0, writes: 4 },
  ],
  [
    'a write that leaves it',
    ({ profiles }) => profiles.put({ ...profile, version: 4, wakeAtMs: startMs }),
    { reads: 0, writes: 1 },
  ],
  [
    'a write that moves it',
    ({ profiles }) => profiles.put({ ...profile, version: 5, wakeAtMs: startMs + 1 }),
    { reads: 0, writes: 3 },
  ],
  ['a write over another', ({ profiles }) => profiles.put({ ...profile, version: 5 }), { reads: 0, writes: 1 }],
  ['a consistent read', ({ profiles }) => profiles.load('shop', 'ada', 'consistent'), { reads: 1, writes: 0 }],
  ['an eventual read', ({ profiles }) => profiles.load('shop', 'ada', 'eventual'), { reads: 0.5, writes: 0 }],
  ['reading two together', ({ profiles }) => profiles.loadMany([customer, other]), { reads: 1, writes: 0 }],
  ['a page', ({ profiles }) => profiles.putPage(page(1, 64)), { reads: 0, writes: 1 }],
  ['a large page', ({ profiles }) => profiles.putPage(page(5, 900)), { reads: 0, writes: 8 }],
  ['all pages', ({ profiles }) => profiles.loadPages('shop', 'ada', firstPagePosition), { reads: 2, writes: 0 }],
  [
    'all pages, and those after them',
    async ({ profiles }) => {
      const { position } = await profiles.loadPages('shop', 'ada', firstPagePosition);
      await profiles.loadPages('shop', 'ada', position);
    },
    { reads: 3, writes: 0 },
  ],
  [
    'traits',
    ({ profiles }) => profiles.putTraits('shop', 'ada', { ...noCustomerTraits, version: 1, traits }),
    { reads: 0, writes: 2 },
  ],
  ['reading traits', ({ profiles }) => profiles.loadTraits('shop', 'ada'), { reads: 1, writes: 0 }],
  ['a join', ({ profiles }) => profiles.putJoin('shop', 'ada', 'anonymous:x', startMs), { reads: 0, writes: 1 }],
  ['the same join', ({ profiles }) => profiles.putJoin('shop', 'ada', 'anonymous:x', startMs), { reads: 0, writes: 1 }],
  [
    'a member',
    ({ profiles }) => profiles.putMember('shop', 'account:acme', 'ada', { version: 3, segments: { keen: true } }),
    { reads: 0, writes: 1 },
  ],
  [
    'an older word of a member',
    ({ profiles }) => profiles.putMember('shop', 'account:acme', 'ada', { version: 2, segments: {} }),
    { reads: 0, writes: 1 },
  ],
  [
    'reading how members stand',
    ({ profiles }) => profiles.loadMemberChunk('shop', 'account:acme', firstMemberPosition),
    { reads: 1, writes: 0 },
  ],
  ['reading members', ({ profiles }) => profiles.loadMembers('shop', 'account:acme'), { reads: 1, writes: 0 }],
  ['reading joins', ({ profiles }) => profiles.loadJoins('shop', 'ada'), { reads: 1, writes: 0 }],
  ['claiming a start', ({ runs }) => runs.claimStart(run, startMs), { reads: 0, writes: 1 }],
  ['claiming it in vain', ({ runs }) => runs.claimStart({ ...run, id: 'b' }, startMs - 1), { reads: 0, writes: 1 }],
  ['a run that waits', ({ runs }) => runs.putRun(run), { reads: 0, writes: 2 }],
  ['the latest run', ({ runs }) => runs.latestRun('shop', 'ada', run.playbook), { reads: 1, writes: 0 }],
  [
    'what is due',
    ({ wakeIndex }) =>
      Promise.all(Array.from({ length: wakeShards }, (_, shard) => wakeIndex.due(shard, startMs + 5, 100, null))),
    { reads: wakeShards / 2, writes: 0 },
  ],
  [
    'transitions',
    ({ ledger }) => ledger.recordTransitions([1, 2, 3].map((version) => exampleTransition(customer, version))),
    { reads: 0, writes: 3 },
  ],
  [
    'a task in the inbox',
    ({ ledger }) => ledger.createTask(exampleTask(customer, { id: 'task' })),
    { reads: 0, writes: 2 },
  ],
  [
    'an outcome',
    ({ ledger }) => ledger.recordOutcome(exampleOutcome(customer, { id: 'outcome' })),
    { reads: 0, writes: 2 },
  ],
  [
    'a quarantined event of 3 KB',
    ({ ledger }) => ledger.quarantine(exampleQuarantined('shop', { id: 'q', content: 'x'.repeat(3_000) })),
    { reads: 0, writes: 8 },
  ],
  [
    'claiming a delivery',
    ({ ledger }) => ledger.claimDelivery(exampleDelivery(customer, 'run')),
    { reads: 0, writes: 1 },
  ],
  [
    'claiming it again',
    ({ ledger }) => ledger.claimDelivery(exampleDelivery(customer, 'run')),
    { reads: 0, writes: 1 },
  ],
  [
    'settling it',
    ({ ledger }) =>
      ledger.settleDelivery({ ...exampleDelivery(customer, 'run'), status: 'sent', providerMessageId: 'm' }),
    { reads: 0, writes: 1 },
  ],
  [
    'giving it back too late',
    ({ ledger }) => ledger.releaseDelivery(exampleDelivery(customer, 'run')),
    { reads: 0, writes: 1 },
  ],
  ['a source', ({ sources }) => sources.add(source), { reads: 0, writes: 1 }],
  ['the same source again', ({ sources }) => sources.add(source), { reads: 0, writes: 1 }],
  ['finding a source', ({ sources }) => sources.find(source.writeKeyHash), { reads: 1, writes: 0 }],
  ['finding none', ({ sources }) => sources.find('b'.repeat(64)), { reads: 1, writes: 0 }],
  ['listing sources', ({ sources }) => sources.list('shop', { limit: 10, next: null }), { reads: 1, writes: 0 }],
  ['revoking a source', ({ sources }) => sources.revoke(source, startMs), { reads: 2, writes: 1 }],
];

/** Does every step and gives what each cost. */
async function costsOf(stores: Stores, units: Units): Promise<[string, Units][]> {
  const costs: [string, Units][] = [];
  for (const [name, step] of steps) {
    Object.assign(units, { reads: 0, writes: 0 });
    await step(stores);
    costs.push([name, { ...units }]);
  }
  return costs;
}

const expected = steps.map(([name, , units]) => [name, units]);

test('meteredClient counts what the stores in DynamoDB cost, step by step', async () => {
  const { units, meter } = createUnitMeter();
  const stores = await openDynamo(meter);
  try {
    expect(await costsOf(stores, units)).toEqual(expected);
  } finally {
    stores.close();
  }
});

test('createMemoryTable charges the stores in memory the same, step by step', async () => {
  const { units, meter } = createUnitMeter();
  expect(await costsOf(openMemory(meter), units)).toEqual(expected);
});
