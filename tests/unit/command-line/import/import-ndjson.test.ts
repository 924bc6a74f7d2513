import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderSummary } from '#infra/command-line/import/render-summary.ts';
import { mappingSchema } from '#infra/command-line/mapping/mapping.ts';
import { readMapping } from '#infra/command-line/mapping/read-mapping.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
let states = 0;

async function imported(
  lines: readonly (string | object)[],
  mapping: Parameters<typeof importInto>[1],
  refuseBadRows = false,
) {
  states += 1;
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  const path = scratch.file(`lines-${states}.ndjson`, text);
  const queue = new RecordingQueue();
  const summary = await importInto(path, mapping, queue, join(scratch.path, `states-${states}`), { refuseBadRows });
  return { queue, summary, path };
}

const shop = mappingSchema.parse({
  name: 'shop',
  description: 'One line is one purchase.',
  format: { kind: 'ndjson' },
  customer: { column: 'customer.id', withoutEnding: null },
  time: { column: 'at', format: 'ISO 8601' },
  amount: { column: 'paid' },
  order: null,
  refuse: [],
  events: [
    {
      when: [],
      type: 'track',
      name: 'Order Completed',
      amount: { property: 'total', sign: 'as it is', mustBe: 'at least 0' },
      properties: { country: { column: 'customer.address.country', as: 'text' }, currency: { constant: 'EUR' } },
    },
  ],
});

describe('runImport of NDJSON as rows', () => {
  test('runImport takes a column for a path into the object, and what is not there for nothing', async () => {
    const { queue, summary } = await imported(
      [
        { customer: { id: 'ann', address: { country: 'DE' } }, at: '2020-01-02T03:04:05Z', paid: 1.5 },
        '',
        { customer: { id: 12345678901 }, at: '2020-01-03', paid: '2.25' },
      ],
      shop,
    );
    expect(queue.events.map(({ userId, properties }) => [userId, properties]).sort()).toEqual([
      ['12345678901', { country: '', currency: 'EUR', total: 2.25 }],
      ['ann', { country: 'DE', currency: 'EUR', total: 1.5 }],
    ]);
    expect(summary.rows.read).toBe(2);
  });

  test('runImport does not take two ids beyond 2^53 for one customer', async () => {
    const line = (id: string) => `{"customer":{"id":${id}},"at":"2020-01-02","paid":1}`;
    const { queue } = await imported([line('12345678901234567891'), line('12345678901234567892')], shop);
    expect(queue.events.map((event) => event.userId).sort()).toEqual(['12345678901234567891', '12345678901234567892']);
  });

  test('runImport gives a line its id by its content, whatever the order of its names', async () => {
    const first = await imported(['{"customer":{"id":"ann"},"at":"2020-01-02","paid":1,"more":{"a":1,"b":2}}'], shop);
    const again = await imported(
      ['{ "more":{"b":2,"a":1}, "paid":1,  "at":"2020-01-02","customer":{"id":"ann"} }'],
      shop,
    );
    const other = await imported(['{"customer":{"id":"ann"},"at":"2020-01-02","paid":1,"more":{"a":1,"b":3}}'], shop);
    expect(again.queue.events[0]?.id).toBe(first.queue.events[0]?.id);
    expect(other.queue.events[0]?.id).not.toBe(first.queue.events[0]?.id);
  });

  test.each([
    ['is cut off', '{"customer":{"id":"ann"', 'line 2: it is not JSON'],
    ['is no object', '[1]', 'line 2: it is JSON, but no object'],
    ['has half a surrogate pair', '{"customer":{"id":"\\ud800"},"at":"2020-01-02","paid":1}', 'line 2: the cell'],
    ['has no customer', '{"at":"2020-01-02","paid":1}', 'line 2: column "customer.id" is "", which names no customer'],
  ])('runImport names the line that %s, or counts it', async (_, line, message) => {
    const good = { customer: { id: 'bob', address: { country: 'FR' } }, at: '2020-01-02', paid: 1 };
    await expect(imported([good, line], shop)).rejects.toThrow(message);
    const { summary } = await imported([good, line], shop, true);
    expect(summary).toMatchObject({ eventCount: 1, rows: { read: 2, refused: 1 } });
  });

  test('runImport tells of a path that leads nowhere in any line', async () => {
    const { summary } = await imported([{ customer: { id: 'ann' }, at: '2020-01-02', paid: 1 }], shop);
    expect(summary.unseenColumns).toEqual(['customer.address.country']);
    expect(renderSummary(summary)).toContain(
      'No line has these columns of the mapping; check their paths: "customer.address.country"',
    );
  });

  test('runImport is not impressed by members that are called __proto__ and constructor', async () => {
    const evil =
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},"customer":{"id":"ann","__proto__":{"polluted":true}},"at":"2020-01-02","paid":1}';
    const { queue } = await imported([evil], shop);
    expect(queue.events).toHaveLength(1);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });
});

const segment = readMapping('segment').mapping;
const track = { type: 'track', event: 'Feature Used', userId: 'ann', properties: { name: 'export' } };

describe('runImport of Segment items', () => {
  test('runImport takes items as clients, archives and warehouses have them, each at the time at which it happened', async () => {
    const { queue } = await imported(
      [
        { ...track, messageId: 'm1', timestamp: '2020-01-01T00:00:00Z' },
        { ...track, messageId: 'm2', originalTimestamp: '2020-01-02T00:00:00Z', sentAt: '2020-01-02T00:00:05Z' },
        {
          ...track,
          messageId: 'm3',
          originalTimestamp: '2020-01-02T23:00:00Z',
          sentAt: '2020-01-02T23:00:09Z',
          receivedAt: '2020-01-03T00:00:09Z',
          timestamp: '2020-01-03T00:00:00Z',
        },
        {
          type: 'identify',
          user_id: 'bob',
          message_id: 'm4',
          received_at: '2020-01-04 00:00:00.000 UTC',
          traits: { plan: 'pro' },
        },
        {
          type: 'page',
          anonymousId: 'visitor',
          messageId: 'm5',
          timestamp: '2020-01-05T00:00:00Z',
          context: { groupId: 'acme' },
        },
      ],
      segment,
    );
    const found = queue.events.map((event) => [
      event.id,
      new Date(event.timeMs).toISOString().slice(0, 10),
      event.userId ?? event.anonymousId,
    ]);
    expect(found.sort()).toEqual([
      ['m1', '2020-01-01', 'ann'],
      ['m2', '2020-01-02', 'ann'],
      ['m3', '2020-01-03', 'ann'],
      ['m4', '2020-01-04', 'bob'],
      ['m5', '2020-01-05', 'visitor'],
    ]);
    expect(queue.messages.map((message) => [message.source, message.clock.mode])).toEqual([
      ['import/segment', 'replay'],
    ]);
  });

  test('runImport takes an item with a messageId once, and one without as often as it is there', async () => {
    const at = { timestamp: '2020-01-01T00:00:00Z' };
    const { queue, summary } = await imported(
      [
        { ...track, ...at, messageId: 'm1' },
        { ...track, ...at, messageId: 'm1' },
        { ...track, ...at },
        { ...at, ...track },
      ],
      segment,
    );
    expect(queue.events.map((event) => event.id).sort()).toEqual([
      'm1',
      expect.stringMatching(/^segment\/.{22}\/0$/),
      expect.stringMatching(/^segment\/.{22}\/1$/),
    ]);
    expect(summary).toMatchObject({ rows: { read: 4, inEvents: 3, refused: 1, exactTwins: 1 } });
    expect(summary.refused[0]).toMatchObject({
      reason: 'same id as an earlier line',
      example: { detail: expect.stringContaining('"m1"') },
    });
  });

  test("runImport refuses items that are nobody's and those that are still to come, and counts them", async () => {
    const { summary } = await imported(
      [
        { ...track, userId: null, timestamp: '2020-01-01' },
        { ...track, userId: 'undefined', timestamp: '2020-01-01' },
        { ...track, timestamp: '2031-01-01T00:00:00Z' },
      ],
      segment,
    );
    expect(summary.refused.map((one) => [one.reason, one.rows])).toEqual([
      ['no customer', 2],
      ['later than "now"', 1],
    ]);
  });

  test.each([
    ['no moment', { ...track }, 'it has no moment of 1970 to 9999'],
    ['an unknown type', { ...track, type: 'trick', timestamp: '2020-01-01' }, 'type'],
    ['too many bytes', { ...track, timestamp: '2020-01-01', properties: { text: 'x'.repeat(40_000) } }, 'bytes'],
  ])('runImport ends at an item with %s, or leaves it out where it is told to', async (_, item, message) => {
    const good = { ...track, timestamp: '2020-01-01T00:00:00Z' };
    await expect(imported([good, item], segment)).rejects.toThrow(new RegExp(`line 2: .*${message}`));
    expect((await imported([good, item], segment, true)).summary).toMatchObject({
      eventCount: 1,
      rows: { refused: 1 },
    });
  });
});

describe('runImport of archived events', () => {
  test('runImport gives archived events the ids that they had, and the tenant of the import', async () => {
    const archived = {
      ...{
        tenant: 'other',
        id: 'm1',
        type: 'track',
        name: 'Feature Used',
        userId: 'ann',
        anonymousId: null,
        accountId: null,
      },
      ...{ timeMs: Date.UTC(2020, 0, 1), receivedMs: Date.UTC(2020, 0, 2), properties: { a: 1 }, context: {} },
      ...{ source: 'web', correlationId: 'r1', mode: 'live', asOfMs: null },
    };
    const { queue } = await imported([archived, archived], readMapping('archive').mapping);
    expect(queue.events).toEqual([
      expect.objectContaining({
        tenant: 'shop',
        id: 'm1',
        timeMs: Date.UTC(2020, 0, 1),
        receivedMs: Date.UTC(2020, 0, 2),
        properties: { a: 1 },
      }),
    ]);
    await expect(imported([{ ...archived, timeMs: 'x' }], readMapping('archive').mapping)).rejects.toThrow(
      /line 1: timeMs/,
    );
  });
});
