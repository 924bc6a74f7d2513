import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { projectDirectory } from '#infra/project-directory.ts';

const data = join(projectDirectory, '../shared/data');
const retailFile = join(data, 'online_retail/online_retail.csv.gz');
const cdnowFile = join(data, 'cdnow/CDNOW_master.txt.gz');

const reportSchema = z.object({
  records: z.int(),
  events: z.int(),
  customers: z.int(),
  readiness: z.array(z.object({ use: z.string(), isReady: z.boolean(), because: z.array(z.string()) })),
  findings: z.array(
    z.object({
      check: z.string(),
      verdict: z.enum(['ok', 'warning', 'problem', 'not applicable']),
      figures: z.array(z.object({ label: z.string(), value: z.union([z.number(), z.string()]) })),
      breakdowns: z.array(z.object({ rows: z.array(z.object({ name: z.string(), count: z.int() })) })),
    }),
  ),
});

/** The audit of a file, by the command line in a process of its own. */
async function auditOf(...words: string[]) {
  const program = join(projectDirectory, 'infra/command-line/holdfast.ts');
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [program, 'audit', ...words, '--json'], {
    maxBuffer: 64 * 2 ** 20,
  });
  expect(stderr).toBe('');
  const report = reportSchema.parse(JSON.parse(stdout));
  const found = (check: string) => report.findings.find((one) => one.check === check);
  return {
    report,
    verdicts: Object.fromEntries(report.findings.map(({ check, verdict }) => [check, verdict])),
    figure: (check: string, label: string) => found(check)?.figures.find((one) => one.label === label)?.value,
    counts: (check: string) => found(check)?.breakdowns[0]?.rows.map(({ name, count }) => [name, count]),
  };
}

/** Splits a line of CSV without line breaks in quotes. */
function cellsOf(line: string): string[] {
  const cells = line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g);
  return [...cells].map((found) => found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
}

const textOf = (path: string) => gunzipSync(readFileSync(path)).toString('utf8');

/** The figures of Online Retail, from the file and from nothing of the product. */
function expectedRetail() {
  const costs = new Set(['BANK CHARGES', 'CRUK', 'AMAZONFEE', 'S', 'B']);
  const lines = textOf(retailFile).trimEnd().split('\n').slice(1);
  const kept: string[] = [];
  const orders = new Map<string, { customer: string; day: string; isReturn: boolean }>();
  let withoutCustomer = 0;
  for (const line of lines) {
    const [invoice = '', stock = '', , , date = '', price = '', customer = ''] = cellsOf(line.trimEnd());
    if (customer === '') withoutCustomer += 1;
    if (customer === '' || Number(price) <= 0 || costs.has(stock)) continue;
    kept.push(line);
    const key = `${customer}/${invoice}`;
    const before = orders.get(key)?.day ?? '9999';
    const day = date.slice(0, 10);
    orders.set(key, { customer, day: day < before ? day : before, isReturn: invoice.startsWith('C') });
  }
  const months = new Map<string, number>();
  const bought = new Map<string, string[]>();
  for (const { customer, day, isReturn } of orders.values()) {
    const month = day.slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
    if (!isReturn) bought.set(customer, [...(bought.get(customer) ?? []), day]);
  }
  const enough = [...bought.values()].filter((days) => days.length >= 2).length;
  const within = (days: string[], from: string, to: string) => days.some((day) => day >= from && day < to);
  // The 90 days that end with 10 December 2011, and the 180 days before them.
  const there = [...bought.values()].filter((days) => within(days, '2011-03-16', '2011-09-12'));
  const stayed = there.filter((days) => within(days, '2011-09-12', '2011-12-11')).length;
  return {
    rows: lines.length,
    withoutCustomer,
    twins: kept.length - new Set(kept).size,
    events: orders.size,
    customers: new Set([...orders.values()].map((one) => one.customer)).size,
    days: new Set([...orders.values()].map((one) => one.day)).size,
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)),
    buyers: bought.size,
    enough,
    stayed,
    left: there.length - stayed,
  };
}

describe.skipIf(!existsSync(retailFile))(`audit of Online Retail (skipped without ${retailFile})`, () => {
  test('audit finds in Online Retail what the file itself says', async () => {
    const expected = expectedRetail();
    const audit = await auditOf(retailFile, '--map', 'online-retail', '--as-of', '2011-12-10');
    expect(audit.report).toMatchObject({
      records: expected.rows,
      events: expected.events,
      customers: expected.customers,
    });
    expect(audit.figure('without-customer', 'without a customer')).toBe(expected.withoutCustomer);
    expect(audit.figure('duplicate-ids', 'rows that copy an earlier one')).toBe(expected.twins);
    expect(audit.figure('quiet-days', 'days with events')).toBe(expected.days);
    expect(audit.figure('quiet-days', 'never open on')).toBe('Saturdays');
    expect(audit.counts('history-length')).toEqual(expected.months);
    expect(audit.figure('customer-activity', 'have bought')).toBe(expected.buyers);
    expect(audit.figure('customer-activity', 'with enough activity')).toBe(expected.enough);
    expect(audit.figure('churn-outcomes', 'stayed')).toBe(expected.stayed);
    expect(audit.figure('churn-outcomes', 'left')).toBe(expected.left);
    expect(audit.verdicts).toMatchObject({
      'without-customer': 'problem',
      'duplicate-ids': 'warning',
      countries: 'warning',
      'quiet-days': 'warning',
      dates: 'ok',
      currencies: 'ok',
      'silent-sources': 'ok',
      'history-length': 'ok',
      'before-account': 'not applicable',
    });
    expect(audit.report.readiness.map(({ isReady }) => isReady)).toEqual([true, true, true]);
  });

  test('audit of history under the running clock says that the source is silent, and is ready for nothing', async () => {
    const { verdicts, report } = await auditOf(retailFile, '--map', 'online-retail');
    expect(verdicts['silent-sources']).toBe('problem');
    expect(report.readiness.map(({ isReady }) => isReady)).toEqual([false, false, false]);
  });
});

describe.skipIf(!existsSync(cdnowFile))(`audit of CDNOW (skipped without ${cdnowFile})`, () => {
  test('audit finds in CDNOW what the file itself says', async () => {
    const lines = textOf(cdnowFile).split('\n').slice(1);
    const purchases = lines.map((line) => line.trim().split(/\s+/)).filter((cells) => cells.length > 1);
    const byCustomer = Map.groupBy(purchases, ([customer]) => customer);
    const audit = await auditOf(cdnowFile, '--map', 'cdnow', '--as-of', '1998-06-30');
    expect(audit.report).toMatchObject({ records: purchases.length, customers: byCustomer.size });
    const twins = purchases.length - new Set(purchases.map((cells) => cells.join(' '))).size;
    expect(audit.figure('duplicate-ids', 'rows that copy an earlier one')).toBe(twins);
    const enough = [...byCustomer.values()].filter((own) => own.length >= 2).length;
    expect(audit.figure('customer-activity', 'with enough activity')).toBe(enough);
    const months = Map.groupBy(purchases, ([, date = '']) => `${date.slice(0, 4)}-${date.slice(4, 6)}`);
    expect(audit.counts('history-length')).toEqual([...months].map(([name, own]) => [name, own.length]).sort());
    expect(audit.verdicts).toMatchObject({ 'duplicate-ids': 'ok', 'segment-sizes': 'warning', 'quiet-days': 'ok' });
    expect(audit.report.readiness.map(({ isReady }) => isReady)).toEqual([true, true, true]);
  });
});
