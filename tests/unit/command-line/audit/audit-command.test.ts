import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import { connectionVariable } from '#infra/command-line/local-connection.ts';
import { figureOf } from '../../domain/training/audit/audit-examples.ts';
import { runWords } from '../run-words.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { singles } from '../shop-mapping.ts';
import { findingOf } from './audit-harness.ts';

const scratch = scratchDirectory();
vi.stubEnv(connectionVariable, join(scratch.path, 'absent.json'));

const run = (...words: string[]) => runWords(['audit', ...words]);

const [single] = singles.events;
const mapping = JSON.stringify({
  ...singles,
  name: 'shop',
  format: { kind: 'csv' },
  customer: { column: 'who' },
  time: { column: 'when', format: 'ISO 8601' },
  events: [{ ...single, properties: { ...single?.properties, country: { column: 'country', as: 'text' } } }],
});

const rows = [
  'who,when,paid,country',
  'ann,2025-12-01,10,GB',
  'ann,2025-12-01,10,GB',
  'bob,2025-12-02,5,UK',
  'test,2025-12-02,5,GB',
  ',2025-12-02,5,GB',
  'cyd,,5,GB',
  'cyd,31.12.2025,5,GB',
  'cyd,2026-12-31,5,GB',
  'cyd,2025-12-31,free,GB',
  'cyd,2025-12-31',
  'guest,2025-12-31,5,GB',
];

const shop = () => ['--map', scratch.file('shop.json', mapping)];
const orders = () => scratch.file('orders.csv', `${rows.join('\n')}\n`);

const reportSchema = z.custom<AuditReport>(
  (value) => typeof value === 'object' && value !== null && 'findings' in value,
);

describe('audit', () => {
  test('audit shows what an import would refuse as findings, and ends with 0', async () => {
    const { code, result, note } = await run(orders(), ...shop(), '--json');
    expect([code, note]).toEqual([0, '']);
    const report = reportSchema.parse(JSON.parse(result));
    expect(report).toMatchObject({
      schemaVersion: 1,
      records: 11,
      events: 3,
      customers: 2,
      asOf: '2026-01-01T00:00:00.000Z',
    });
    const count = (check: string, label: string) => figureOf(findingOf(report, check), label);
    expect(count('without-customer', 'without a customer')).toBe(2);
    expect(count('dates', 'missing')).toBe(1);
    expect(count('dates', 'cannot be read')).toBe(1);
    expect(count('dates', 'still to come')).toBe(1);
    expect(count('left-out-records', 'will not count')).toBe(8);
    expect(count('left-out-records', 'cannot be understood')).toBe(2);
    expect(count('duplicate-ids', 'rows that copy an earlier one')).toBe(1);
    expect(count('countries', 'second spellings')).toBe(1);
    expect(findingOf(report, 'dates').examples).toContainEqual(expect.stringContaining('orders.csv, line 7: '));
  });

  test('audit reads whole events of the Segment specification, and counts what is sent twice', async () => {
    const line = (more: object) =>
      JSON.stringify({ type: 'track', event: 'Order Completed', userId: 'ann', messageId: 'm1', ...more });
    const bought = { timestamp: '2025-12-01T10:00:00Z', properties: { total: 5, currency: 'EUR' } };
    const path = scratch.file(
      'events.ndjson',
      [
        line({ ...bought, sentAt: '2025-12-01T10:00:00Z', receivedAt: '2025-12-04T10:00:00Z' }),
        line(bought),
        line({ ...bought, messageId: 'm2', event: 'order_complete', receivedAt: '2025-12-01T10:00:01Z' }),
        line({ ...bought, messageId: 'm3', properties: { currency: 'EUR' } }),
        line({ messageId: 'm4' }),
        '{"type":',
      ].join('\n'),
    );
    const { code, result } = await run(path, '--map', 'segment', '--json');
    expect(code).toBe(0);
    const report = reportSchema.parse(JSON.parse(result));
    const count = (check: string, label: string) => figureOf(findingOf(report, check), label);
    expect(count('duplicate-ids', 'repeated events')).toBe(1);
    expect(count('plan-names', 'off the plan')).toBe(1);
    expect(findingOf(report, 'plan-names').examples[0]).toBe('order_complete (1); did it mean "Order Completed"?');
    expect(count('plan-properties', 'refused for it')).toBe(1);
    expect(count('dates', 'missing')).toBe(1);
    expect(count('lateness', 'later than a day')).toBe(1);
    expect(count('clock-skew', 'sent by a wrong clock')).toBe(1);
    expect(count('left-out-records', 'cannot be understood')).toBe(1);
  });

  test('audit prints verdicts, readiness and what to do for people, without colours where there is no terminal', async () => {
    const { code, result } = await run(orders(), ...shop(), '--as-of', '2025-12-31');
    expect(code).toBe(0);
    expect(result).toContain('as of 2025-12-31');
    expect(result).toMatch(/ {2}churn model {2}no\n/);
    expect(result).toMatch(/problem +Missing and impossible dates/);
    expect(result).toContain('What to do: ');
    expect(result.includes('\u001b')).toBe(false);
  });

  test('audit --strict ends with 1 and names the checks that have a problem, after the report', async () => {
    const { code, result, note } = await run(orders(), ...shop(), '--strict');
    expect(code).toBe(1);
    expect(result).toContain('Ready for');
    expect(note).toMatch(/^Cannot pass the audit of .* strictly: .*Missing and impossible dates/);
  });

  test('audit --html writes a page beside the report', async () => {
    const page = join(scratch.path, 'audit.html');
    const { code } = await run(orders(), ...shop(), '--html', page);
    expect(code).toBe(0);
    expect(existsSync(page) && readFileSync(page, 'utf8')).toContain('<title>Audit of ');
  });

  test.each<[string, string[], string]>([
    ['nothing', [], 'Cannot tell what to audit: name either files (with --map), or --archive'],
    ['files and the archive', ['a.csv', '--archive'], 'Cannot tell what to audit'],
    ['files without a mapping', ['a.csv'], 'nothing says how its rows become events; pass --map'],
    ['the archive with a mapping', ['--archive', '--map', 'cdnow'], 'Cannot map the archive'],
    [
      'files by days of receipt',
      ['a.csv', '--map', 'cdnow', '--from', '2026-01-01'],
      '--from and --to go with --archive',
    ],
    ['a day that does not exist', ['--archive', '--from', '2026-02-30'], 'It must be a day that exists'],
    ['a file that is not there', ['nowhere.csv', '--map', 'cdnow'], 'nowhere.csv'],
    ['a page that cannot be written', ['--html', '/nowhere/a.html'], 'Cannot write the page /nowhere/a.html'],
  ])('audit of %s ends with 1 and says what to do', async (_what, words, message) => {
    const given = words[0] === '--html' ? [orders(), ...shop(), ...words] : words;
    const { code, note } = await run(...given);
    expect(code).toBe(1);
    expect(note).toContain(message);
  });
});
