import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeState } from '#domain/profile/state-layout.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { commandLineOf, profilesOf, tenant } from './command-line-process.ts';
import { dealsOfOnlineRetail } from './expected-online-retail.ts';
import { type Deal, expectedStarters } from './expected-starters.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';
import { seenStarters, starterDifferences } from './seen-starters.ts';

const file = join(projectDirectory, '../shared/data/online_retail/online_retail.csv.gz');

const asOfMs = Date.UTC(2011, 11, 11) - 1;

type Books = { orders: number; paid: number; refunds: number; returned: number };

function booksOf(deals: readonly Deal[]): Books {
  const books = { orders: 0, paid: 0, refunds: 0, returned: 0 };
  for (const { kind, minor } of deals) {
    books[kind === 'refund' ? 'refunds' : 'orders'] += 1;
    books[kind === 'refund' ? 'returned' : 'paid'] += minor;
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
    const deals = dealsOfOnlineRetail(gunzipSync(readFileSync(file)).toString('utf8'));
    expect(actual).toEqual(new Map([...deals].map(([id, own]) => [id, booksOf(own)])));
  });

  test('survey and the starter segments say of every customer what brute force finds in the file', async () => {
    const run = commandLineOf(holdfast, directory);
    const expected = expectedStarters(dealsOfOnlineRetail(gunzipSync(readFileSync(file)).toString('utf8')), asOfMs);
    const { code, note } = await run(['survey', '--json']);
    expect([code, note]).toEqual([0, '']);
    await holdfast.aws.settle({ timeoutSeconds: 120 });
    const seen = await seenStarters(holdfast, tenant, await profilesOf(holdfast, tenant));
    expect(starterDifferences(expected, seen)).toEqual([]);
    expect(seen.size).toBe(4_371);
  });
});
