import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { commandLineOf, profilesOf, tenant } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const file = join(projectDirectory, '../shared/data/online_retail/online_retail.csv.gz');

/** Lines that the shop books for itself. */
const costs = new Set(['BANK CHARGES', 'CRUK', 'AMAZONFEE', 'S', 'B']);

type Books = { orders: number; paid: number; refunds: number; returned: number };

/** Splits a line of CSV without line breaks in quotes. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map((found) => found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
}

/** Orders and refunds of every customer in pence, computed from the file and from nothing of the product. */
function expectedBooks(text: string): Map<string, Books> {
  const invoices = new Map<string, { customer: string; isRefund: boolean; thousandths: number }>();
  for (const line of text.split('\n').slice(1)) {
    const [invoice = '', stock = '', , quantity = '', , price = '', id = ''] = cellsOf(line.trimEnd());
    if (id === '' || Number(price) <= 0 || costs.has(stock)) continue;
    const customer = id.replace(/\.0$/, '');
    const isRefund = invoice.startsWith('C');
    const own = invoices.get(invoice) ?? { customer, isRefund, thousandths: 0 };
    own.thousandths += Math.abs(Number(quantity)) * Math.round(Number(price) * 1000);
    invoices.set(invoice, own);
  }
  const books = new Map<string, Books>();
  for (const { customer, isRefund, thousandths } of invoices.values()) {
    const own = books.get(customer) ?? { orders: 0, paid: 0, refunds: 0, returned: 0 };
    const pence = Math.floor((thousandths + 5) / 10);
    own[isRefund ? 'refunds' : 'orders'] += 1;
    own[isRefund ? 'returned' : 'paid'] += pence;
    books.set(customer, own);
  }
  return books;
}

describe.skipIf(!existsSync(file))(`import of Online Retail (skipped without ${file})`, () => {
  let directory: string;
  let holdfast: LocalHoldfast;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
    holdfast = await startLocalHoldfast('import-online-retail', { startMs: Date.UTC(2026, 2, 2) });
  });

  afterAll(async () => {
    await holdfast.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('import takes Online Retail through the whole stack with 0 differences in orders, refunds and money', async () => {
    const run = commandLineOf(holdfast, directory);
    // Lines of one invoice lie in both files.
    const [header = '', ...lines] = gunzipSync(readFileSync(file)).toString('utf8').split('\n');
    const half = (rest: number) => [header, ...lines.filter((_, index) => index % 2 === rest)].join('\n');
    writeFileSync(join(directory, 'half-1.csv'), half(0));
    writeFileSync(join(directory, 'half-2.csv.gz'), gzipSync(half(1)));
    const { code, result, note } = await run([
      'import',
      join(directory, 'half-*'),
      '--map',
      'online-retail',
      '--as-of',
      '2011-12-10',
      '--json',
    ]);
    expect([code, note]).toEqual([0, '']);
    expect(JSON.parse(result)).toMatchObject({
      status: 'finished',
      drained: true,
      rows: { read: 541_909, inEvents: 406_761, mergedIntoOrders: 384_602, refused: 135_148 },
      customers: 4_371,
    });
    await holdfast.aws.settle({ timeoutSeconds: 120 });
    const actual = new Map<string, Books>();
    for (const [id, record] of await profilesOf(holdfast, tenant)) {
      const { totals } = decodeState(record.state);
      const [purchase, refund] = [totals.get('purchase'), totals.get('refund')];
      actual.set(id, {
        orders: purchase?.count ?? 0,
        paid: purchase?.sumMinor ?? 0,
        refunds: refund?.count ?? 0,
        returned: refund?.sumMinor ?? 0,
      });
    }
    expect(actual).toEqual(expectedBooks(gunzipSync(readFileSync(file)).toString('utf8')));
  });
});
