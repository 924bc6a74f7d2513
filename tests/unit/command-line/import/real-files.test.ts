import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { readMapping } from '#infra/command-line/mapping/read-mapping.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
const cdnow = join(projectDirectory, '../shared/data/cdnow/CDNOW_master.txt.gz');
const onlineRetail = join(projectDirectory, '../shared/data/online_retail/online_retail.csv.gz');

function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path))
    .toString('utf8')
    .split('\n')
    .slice(1)
    .filter((line) => line.trim() !== '');
}

function skipUnless(path: string, skip: (note: string) => void) {
  if (!existsSync(path)) skip(`the data set ${path} is not there`);
}

describe('the mapping cdnow', () => {
  test('cdnow makes every line of the file a purchase, twins and purchases of 0 included', async ({ skip }) => {
    skipUnless(cdnow, skip);
    const expected = new Map<string, { purchases: number; cents: number; discs: number; last: number }>();
    let zeros = 0;
    const lines = linesOf(cdnow);
    for (const line of lines) {
      const [id = '', date = '', discs = '', dollars = ''] = line.trim().split(/ +/);
      const own = expected.get(id) ?? { purchases: 0, cents: 0, discs: 0, last: 0 };
      const cents = Number(dollars.replace('.', ''));
      if (cents === 0) zeros += 1;
      const time = Date.parse(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`);
      expected.set(id, {
        purchases: own.purchases + 1,
        cents: own.cents + cents,
        discs: own.discs + Number(discs),
        last: Math.max(own.last, time),
      });
    }
    expect([lines.length, expected.size, zeros]).toEqual([69_659, 23_570, 80]);
    const queue = new RecordingQueue();
    const summary = await importInto(cdnow, readMapping('cdnow').mapping, queue, scratch.path);
    expect(summary.rows).toEqual({
      read: 69_659,
      inEvents: 69_659,
      mergedIntoOrders: 0,
      refused: 0,
      exactTwins: lines.length - new Set(lines.map((line) => line.trim())).size,
      twinsAcrossFiles: 0,
    });
    expect(summary.customers).toBe(23_570);
    expect(new Set(queue.events.map((event) => event.id)).size).toBe(69_659);
    const actual: typeof expected = new Map();
    for (const { userId, properties, timeMs } of queue.events) {
      const own = actual.get(userId ?? '') ?? { purchases: 0, cents: 0, discs: 0, last: 0 };
      const cents = Math.round(Number(properties['total']) * 100);
      actual.set(userId ?? '', {
        purchases: own.purchases + 1,
        cents: own.cents + cents,
        discs: own.discs + Number(properties['quantity']),
        last: Math.max(own.last, timeMs),
      });
    }
    expect(actual).toEqual(expected);
    expect(summary.events[0]?.minor).toBe([...expected.values()].reduce((sum, one) => sum + one.cents, 0));
  }, 60_000);
});

describe('several files of real rows', () => {
  test('runImport makes the same events of CDNOW in three files, packed in three ways, as in one', async ({ skip }) => {
    skipUnless(cdnow, skip);
    const [header = '', ...lines] = gunzipSync(readFileSync(cdnow)).toString('utf8').split('\n');
    const third = (rest: number) => [header, ...lines.filter((_, index) => index % 3 === rest)].join('\n');
    const paths = [
      scratch.file('third-1.txt', third(0)),
      scratch.file('third-2.txt', gzipSync(third(1))),
      scratch.file('third-3.txt', zstdCompressSync(third(2))),
    ];
    const { mapping } = readMapping('cdnow');
    const [together, apart] = [new RecordingQueue(), new RecordingQueue()];
    await importInto(cdnow, mapping, together, scratch.path, { again: true });
    const summary = await importInto(paths, mapping, apart, scratch.path);
    expect(summary.rows).toMatchObject({ read: 69_659, inEvents: 69_659, exactTwins: 255 });
    const written = (queue: RecordingQueue) => queue.events.map((event) => JSON.stringify(event)).sort();
    expect(written(apart)).toEqual(written(together));
  }, 60_000);
});

/** Splits a line of CSV without line breaks in quotes. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    (found) => found[1]?.replaceAll('""', '"') ?? found[2] ?? '',
  );
}

/** Thousandths, by plain integers: all prices of the file have at most three decimals. */
function thousandths(price: string): number {
  return Math.round(Number(price) * 1000);
}

describe('the mapping online-retail', () => {
  test('online-retail makes every invoice one order or refund, and gives a reason for every other line', async ({
    skip,
  }) => {
    skipUnless(onlineRetail, skip);
    const costs = new Set(['BANK CHARGES', 'CRUK', 'AMAZONFEE', 'S', 'B']);
    const reasons = { 'no customer': 0, 'price is not above 0': 0, "the shop's own costs": 0 };
    const expected = new Map<string, number>();
    const customers = new Set<string>();
    const accepted: string[] = [];
    for (const line of linesOf(onlineRetail)) {
      const [invoice = '', stock = '', , quantity = '', , price = '', customer = ''] = cellsOf(line.trimEnd());
      if (customer === '') reasons['no customer'] += 1;
      else if (Number(price) <= 0) reasons['price is not above 0'] += 1;
      else if (costs.has(stock)) reasons["the shop's own costs"] += 1;
      else {
        accepted.push(line);
        customers.add(customer.replace(/\.0$/, ''));
        const key = `${customer.replace(/\.0$/, '')} ${invoice}`;
        const sign = invoice.startsWith('C') ? -1 : 1;
        expected.set(key, (expected.get(key) ?? 0) + sign * Number(quantity) * thousandths(price));
      }
    }
    expect(reasons).toEqual({ 'no customer': 135_080, 'price is not above 0': 40, "the shop's own costs": 28 });
    expect([accepted.length, expected.size, customers.size]).toEqual([406_761, 22_159, 4_371]);
    const queue = new RecordingQueue();
    const summary = await importInto(onlineRetail, readMapping('online-retail').mapping, queue, scratch.path);
    expect(Object.fromEntries(summary.refused.map((one) => [one.reason, one.rows]))).toEqual(reasons);
    expect(summary.rows).toEqual({
      read: 541_909,
      inEvents: 406_761,
      mergedIntoOrders: 406_761 - 22_159,
      refused: 135_148,
      exactTwins: accepted.length - new Set(accepted).size,
      twinsAcrossFiles: 0,
    });
    expect(summary.customers).toBe(4_371);
    const actual = new Map<string, number>();
    for (const { userId, name, properties } of queue.events) {
      const invoice = String(properties['order_id']);
      expect(name).toBe(invoice.startsWith('C') ? 'Order Refunded' : 'Order Completed');
      actual.set(`${userId} ${invoice}`, Math.round(Number(properties['total']) * 100));
    }
    const rounded = new Map([...expected].map(([key, value]) => [key, Math.floor((value + 5) / 10)]));
    expect(actual).toEqual(rounded);
  }, 60_000);
});
