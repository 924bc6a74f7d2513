import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { commandLineOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';

const reportSchema = z.object({
  subject: z.string(),
  records: z.int(),
  events: z.int(),
  customers: z.int(),
  findings: z.array(
    z.object({
      check: z.string(),
      verdict: z.string(),
      figures: z.array(z.object({ label: z.string(), value: z.unknown() })),
    }),
  ),
});

const nowMs = Date.UTC(2026, 2, 2, 12);

describe('audit of the archive', () => {
  let directory: string;
  let holdfast: LocalHoldfast;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'holdfast-flow-'));
    holdfast = await startLocalHoldfast('audit-archive', { startMs: nowMs });
  });

  afterAll(async () => {
    await holdfast.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  test('audit --archive looks at every event that was accepted over HTTP', async () => {
    const track = (id: string, more: object) => ({
      type: 'track',
      messageId: id,
      userId: 'ada',
      event: 'Login',
      ...more,
    });
    const sentAt = new Date(nowMs).toISOString();
    const answer = await holdfast.post('batch', {
      sentAt,
      batch: [
        track('m1', { timestamp: sentAt }),
        track('m2', {
          event: 'Order Completed',
          properties: { total: 5, currency: 'EUR', country: 'GB' },
          timestamp: sentAt,
        }),
        track('m3', {
          event: 'Order Completed',
          userId: 'bob',
          properties: { total: 5, currency: 'EUR', country: 'UK' },
        }),
        track('m4', { timestamp: new Date(nowMs - 3 * 86_400_000).toISOString() }),
      ],
    });
    expect(answer.status).toBe(200);
    await holdfast.settle();
    const run = commandLineOf(holdfast, directory);
    const { code, result, note } = await run([
      'audit',
      '--archive',
      '--from',
      '2026-03-02',
      '--tenant',
      'flow',
      '--json',
    ]);
    expect([code, note]).toEqual([0, '']);
    const report = reportSchema.parse(JSON.parse(result));
    expect(report).toMatchObject({ subject: 'the archive of flow', records: 4, events: 4, customers: 2 });
    const figure = (check: string, label: string) =>
      report.findings.find((one) => one.check === check)?.figures.find((one) => one.label === label)?.value;
    expect(figure('countries', 'second spellings')).toBe(1);
    expect(figure('lateness', 'later than a day')).toBe(1);
    expect(figure('silent-sources', 'sources')).toBe(1);
    const none = await run(['audit', '--archive', '--to', '2026-03-01', '--tenant', 'flow', '--json']);
    expect(reportSchema.parse(JSON.parse(none.result)).events).toBe(0);
  });

  test('audit --archive says so where the tenant has sent nothing', async () => {
    const { code, note } = await commandLineOf(holdfast, directory)(['audit', '--archive', '--tenant', 'nobody']);
    expect([code, note]).toEqual([
      0,
      expect.stringContaining('The archive holds no events of nobody in these days; look at --tenant'),
    ]);
  });
});
