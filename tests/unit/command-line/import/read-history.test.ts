import { describe, expect, test } from 'vitest';
import { type HistoryEntry, readHistory } from '#infra/command-line/import/read-history.ts';
import type { ImportMapping } from '#infra/command-line/mapping/item-mapping.ts';
import { readMapping } from '#infra/command-line/mapping/read-mapping.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { retention } from '#retention/retention.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { singles } from '../shop-mapping.ts';

const scratch = scratchDirectory();

function history(path: string, mapping: ImportMapping): AsyncGenerator<HistoryEntry> {
  return readHistory({
    paths: [path],
    named: { mapping, path: 'mapping.json', contentHash: 'x' },
    lookups: new Map(),
    tenant: 'shop',
    plan: retention.plan,
    nowMs: Date.UTC(2026, 0, 1),
    asOfMs: null,
    signal: new AbortController().signal,
    progress: silentProgress,
  });
}

async function entries(path: string, mapping: ImportMapping): Promise<HistoryEntry[]> {
  const found: HistoryEntry[] = [];
  for await (const entry of history(path, mapping)) found.push(entry);
  return found;
}

describe('readHistory', () => {
  test('readHistory gives what is left out first, then events customer by customer and in order of time', async () => {
    const lines = [
      'bob;2020-01-05;1',
      'ann;2020-01-03;1',
      'bob;2020-01-02;1',
      'bob;never;1',
      'test;2020-01-01;1',
      'ann;2031-01-01;1',
      'ann;2020-01-03;1',
    ];
    const path = scratch.file('history.csv', ['who;when;paid', ...lines].join('\n'));
    const found = await entries(path, singles);
    expect(found.slice(0, 2)).toMatchObject([
      { kind: 'bad', reason: 'date does not parse', rows: 1, place: { file: path, line: 5 } },
      { kind: 'refused', reason: 'a test', rows: 1, place: { file: path, line: 6 } },
    ]);
    const events = found.flatMap((one) => (one.kind === 'event' ? [one] : []));
    const byCustomer = Object.groupBy(events, (one) => one.event.userId ?? '');
    expect(byCustomer['bob']?.map((one) => one.place.line)).toEqual([4, 2]);
    expect(byCustomer['ann']?.map((one) => [one.place.line, one.twins])).toEqual([
      [3, 0],
      [8, 1],
    ]);
    expect(found.slice(2)).toContainEqual(expect.objectContaining({ kind: 'refused', reason: 'later than "now"' }));
    const customers = events.map((one) => one.event.userId);
    expect(customers.filter((customer, index) => customer !== customers[index - 1])).toHaveLength(2);
    expect(events[0]).toMatchObject({ source: 'import/singles', sentMs: null, receivedMs: null, reports: [] });
  });

  test('readHistory tells when an item was sent and received, where the file says so', async () => {
    const item = {
      type: 'track',
      event: 'Feature Used',
      userId: 'ann',
      timestamp: '2020-01-01T00:00:00Z',
      sentAt: '2020-01-01T00:00:01Z',
      receivedAt: '2020-01-01T00:00:02Z',
    };
    const path = scratch.file('history.ndjson', JSON.stringify(item));
    const at = Date.UTC(2020, 0, 1);
    expect(await entries(path, readMapping('segment').mapping)).toMatchObject([
      { kind: 'event', sentMs: at + 1_000, receivedMs: at + 2_000, source: 'import/segment' },
    ]);
  });

  test('readHistory takes the receipt of an archived line for that of its event only where it was live', async () => {
    const event = {
      ...{ id: 'e', type: 'track', name: 'Feature Used', userId: 'ann', anonymousId: null, accountId: null },
      ...{ timeMs: 1, receivedMs: 2, properties: {}, context: {} },
      ...{ tenant: 'shop', source: 'web', correlationId: 'r', mode: 'live', asOfMs: null },
    };
    const lines = [event, { ...event, id: 'f', mode: 'replay' }].map((one) => JSON.stringify(one)).join('\n');
    const path = scratch.file('archived.ndjson', lines);
    expect(await entries(path, readMapping('archive').mapping)).toMatchObject([
      { event: { id: 'e' }, receivedMs: 2, source: 'web' },
      { event: { id: 'f' }, receivedMs: null, source: 'web' },
    ]);
  });

  test('readHistory may be left at any time', async () => {
    const path = scratch.file('left.csv', `who;when;paid\n${'ann;2020-01-02;1\n'.repeat(50)}`);
    for await (const entry of history(path, singles)) {
      expect(entry.kind).toBe('event');
      break;
    }
    await expect(entries(scratch.file('none.csv', ''), singles)).rejects.toThrow('the file is empty');
  });
});
