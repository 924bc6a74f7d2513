import { describe, expect, test } from 'vitest';
import { startHistoryLength } from '#domain/training/audit/history-length.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { auditedEvent, found } from './audit-examples.ts';

const at = (daysAgo: number) => auditedEvent({ timeMs: juneMs - daysAgo * dayMs });
const over = (days: number) => [0, days].map(at);

/** The same, with events in every month between. */
const throughout = (days: number) => Array.from({ length: days + 1 }, (_, ago) => at(ago));
const blockedBy = (days: number) => found(startHistoryLength, throughout(days)).blocks.map((block) => block.use);

describe('startHistoryLength', () => {
  test('startHistoryLength asks for 28 days for rules and 12 months for what is learnt', () => {
    expect(blockedBy(26)).toEqual(['rules', 'clusters', 'churn model']);
    expect(blockedBy(27)).toEqual(['clusters', 'churn model']);
    expect(blockedBy(363)).toEqual(['clusters', 'churn model']);
    // From 1 January to 31 December are twelve months.
    expect(blockedBy(364)).toEqual([]);
  });

  test('startHistoryLength is not deceived by a single old date: months without events show no season', () => {
    const report = found(startHistoryLength, [...throughout(30), at(5_000)]);
    expect(report.blocks.map((block) => block.use)).toEqual(['clusters', 'churn model']);
    expect(report.blocks[0]?.reason).toBe('events in 3 months alone, 12 are needed to see every season once');
    expect(report.verdict).toBe('warning');
    // The newest months, those without events too; the old one is among the others.
    expect(report.breakdowns[0]?.rows).toHaveLength(60);
    expect(report.breakdowns[0]).toMatchObject({ rows: { 0: { name: '2021-07', count: 0 } }, others: 1 });
    expect(report.summary).toBe('164.3 months, 2012-09-22 to 2026-06-01, months without any event: 163');
  });

  test('startHistoryLength says nothing of months without events where every month has some', () => {
    expect(found(startHistoryLength, throughout(400)).summary).toBe('13.2 months, 2025-04-27 to 2026-06-01');
  });

  test('startHistoryLength counts events by month, and passes over impossible dates', () => {
    const report = found(startHistoryLength, [
      ...over(40),
      auditedEvent({ timeMs: 0 }),
      auditedEvent({ timeMs: juneMs + 90 * dayMs }),
    ]);
    expect(report.breakdowns[0]?.rows).toEqual([
      { name: '2026-04', count: 1 },
      { name: '2026-05', count: 0 },
      { name: '2026-06', count: 1 },
    ]);
    expect(report.summary).toBe('1.3 months, 2026-04-22 to 2026-06-01, months without any event: 1');
  });

  test('startHistoryLength has a problem with no events at all', () => {
    expect(found(startHistoryLength, [])).toMatchObject({ verdict: 'problem', breakdowns: [] });
  });
});
