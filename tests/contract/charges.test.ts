import { type AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import { meteredClient } from '#adapters/aws/metered-client.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import type { TableCharge } from '#adapters/memory/memory-table-charges.ts';
import type { Meter } from '#ports/meter.ts';
import { type DynamoDbFixture, startDynamoDbFixture, type TableName } from './dynamodb-fixture.ts';
import { localClientOptions } from './local-client-options.ts';
import { type Access, accessDynamo, accessMemory } from './table-access.ts';

type Units = { readonly reads: number; readonly writes: number };

let fixture: DynamoDbFixture;
let client: DynamoDBClient;
const counted = { reads: 0, writes: 0 };
const meter: Meter = {
  count(what, units) {
    if (what === 'read units') counted.reads += units;
    if (what === 'write units') counted.writes += units;
  },
};

beforeAll(async () => {
  fixture = await startDynamoDbFixture();
  client = meteredClient(new DynamoDBClient(localClientOptions(fixture.endpoint)), meter);
});
afterAll(async () => {
  client.destroy();
  await fixture.stop();
});

/** What each access costs: as DynamoDB says, and as the table in memory says. */
async function chargesOf(name: TableName, accesses: readonly Access[]): Promise<{ dynamo: Units[]; memory: Units[] }> {
  const tableName = await fixture.createTable(name);
  const charged = { reads: 0, writes: 0 };
  const onCharge = (charge: TableCharge) => {
    charged[charge.kind === 'read units' ? 'reads' : 'writes'] += charge.units + charge.indexUnits;
  };
  const table = name === 'LedgerTable' ? createMemoryLedgerTable(onCharge) : createMemoryCustomerTable(null, onCharge);
  const dynamo: Units[] = [];
  const memory: Units[] = [];
  for (const access of accesses) {
    Object.assign(counted, { reads: 0, writes: 0 });
    Object.assign(charged, { reads: 0, writes: 0 });
    await accessDynamo(client, tableName, access);
    accessMemory(table, access);
    dynamo.push({ ...counted });
    memory.push({ ...charged });
  }
  return { dynamo, memory };
}

const item = (sortKey: string, more: Record<string, AttributeValue>): Item => ({
  pk: { S: 'p' },
  sk: { S: sortKey },
  ...more,
});
const filled = (bytes: number): Record<string, AttributeValue> => ({ x: { B: new Uint8Array(bytes) } });
const woken = (atMs: number): Record<string, AttributeValue> => ({
  wakeShard: { S: '3' },
  wakeAt: { N: String(atMs) },
});
const inbox = (order: string): Record<string, AttributeValue> => ({
  inboxPartition: { S: 'tasks' },
  inboxOrder: { S: order },
});
const put = (given: Item): Access => ({ kind: 'put', item: given });
const key = (sortKey: string): Item => item(sortKey, {});

/** Names and values of the keys take 6 bytes of each item, the name "x" one. */
const around = 7;

describe('createMemoryTable', () => {
  const examples: Record<string, { table: TableName; accesses: Access[]; units: number[] }> = {
    'a write by every 1,024 bytes begun': {
      table: 'CustomerTable',
      accesses: [0, 1_024, 1_025, 2_048, 2_049, 5_000].map((bytes, at) =>
        put(item(String(at), filled(Math.max(0, bytes - around)))),
      ),
      units: [1, 1, 2, 2, 3, 5],
    },
    'a write by the larger of the old and the new item': {
      table: 'CustomerTable',
      accesses: [put(item('s', filled(10))), put(item('s', filled(3_000))), put(item('s', filled(10)))],
      units: [1, 3, 3],
    },
    'the index of keys only when the time moves, comes or goes': {
      table: 'CustomerTable',
      accesses: [
        put(item('s', woken(5))),
        put(item('s', { ...woken(5), ...filled(900) })),
        put(item('s', woken(6))),
        put(item('s', {})),
      ],
      units: [2, 1, 3, 2],
    },
    'the index of whole items with each change of an item, and twice when its place changes': {
      table: 'LedgerTable',
      accesses: [
        put(item('s', { ...inbox('1'), ...filled(10) })),
        put(item('s', { ...inbox('1'), ...filled(10) })),
        put(item('s', { ...inbox('1'), ...filled(1_500) })),
        put(item('s', { ...inbox('2'), ...filled(10) })),
        put(item('s', filled(10))),
      ],
      units: [2, 1, 4, 5, 2],
    },
    'a deletion by what is deleted, and one unit where nothing is': {
      table: 'CustomerTable',
      accesses: [
        put(item('s', { ...woken(5), ...filled(2_500) })),
        { kind: 'remove', key: key('s') },
        { kind: 'remove', key: key('s') },
      ],
      units: [4, 4, 1],
    },
    'a read by every 4,096 bytes begun, half when eventual, also where nothing is': {
      table: 'CustomerTable',
      accesses: [
        put(item('s', filled(4_096 - around))),
        put(item('t', filled(4_097 - around))),
        { kind: 'get', key: key('s'), consistency: 'consistent' },
        { kind: 'get', key: key('s'), consistency: 'eventual' },
        { kind: 'get', key: key('t'), consistency: 'consistent' },
        { kind: 'get', key: key('t'), consistency: 'eventual' },
        { kind: 'get', key: key('u'), consistency: 'consistent' },
        { kind: 'get', key: key('u'), consistency: 'eventual' },
      ],
      units: [4, 5, 1, 0.5, 2, 1, 1, 0.5],
    },
    'a query by the sum of what it found': {
      table: 'CustomerTable',
      accesses: [
        { kind: 'query', partition: 'p' },
        put(item('s1', filled(3_000))),
        put(item('s2', filled(3_000))),
        put(item('s3', filled(3_000))),
        { kind: 'query', partition: 'p' },
        { kind: 'last', partition: 'p' },
      ],
      units: [1, 3, 3, 3, 3, 1],
    },
    'a query of the index by its entries': {
      table: 'CustomerTable',
      accesses: [
        put(item('s1', { ...woken(1), ...filled(3_000) })),
        put(item('s2', { ...woken(2), ...filled(3_000) })),
        { kind: 'due', shard: '3', atMost: 1 },
        { kind: 'due', shard: '4', atMost: 1 },
      ],
      units: [4, 4, 0.5, 0.5],
    },
  };

  test.each(Object.entries(examples))('createMemoryTable charges as DynamoDB does: %s', async (_, example) => {
    const { dynamo, memory } = await chargesOf(example.table, example.accesses);
    expect(memory).toEqual(dynamo);
    expect(memory.map(({ reads, writes }) => reads + writes)).toEqual(example.units);
  });

  test('createMemoryTable charges a write that a condition refuses by the larger item, which DynamoDB does not tell', async () => {
    const first: Access = { kind: 'put first', item: item('s', filled(1_500)) };
    const { memory } = await chargesOf('CustomerTable', [first, first, { ...first, item: item('s', filled(2_500)) }]);
    expect(memory.map(({ writes }) => writes)).toEqual([2, 2, 3]);
  });

  test('createMemoryTable charges as DynamoDB does for whole numbers of any length', async () => {
    const zeros = fc.constantFrom('', '0', '00', '00000');
    const whole = fc.tuple(fc.constantFrom('', '-'), fc.bigInt({ min: 1n, max: 10n ** 20n }), zeros);
    // The filler leaves 5 to 25 bytes for the number: it decides whether the item stays within one unit.
    const example = fc.tuple(
      whole.map((parts) => parts.join('')),
      fc.integer({ min: 990, max: 1_010 }),
    );
    const check = async (pairs: [string, number][]) => {
      const writes = pairs.map(([n, bytes], at) => put(item(`s${at}`, { n: { N: n }, ...filled(bytes) })));
      const { dynamo, memory } = await chargesOf('CustomerTable', writes);
      expect(memory).toEqual(dynamo);
    };
    await fc.assert(fc.asyncProperty(fc.array(example, { maxLength: 60 }), check), { numRuns: 10 });
  });
});
