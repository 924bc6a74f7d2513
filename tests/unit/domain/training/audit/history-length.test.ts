import { describe, expect, test } from 'vitest';
import { startHistoryLength } from '#domain/training/audit/history-length.ts';
import { dayMs, juneMs } from '../../example-event.ts';
import { auditedEvent, found } from './audit-examples.ts';

const over = (days: number) => [0, days].map((ago) => auditedEvent({ timeMs: juneMs - ago * dayMs }));
const blockedBy = (days: number) => found(startHistoryLength, over(days)).blocks.map((block) => block.use);

describe('startHistoryLength', () => {
  test('startHistoryLength asks for 28 days for rules and 12 months for what is learnt', () => {
    expect(blockedBy(26)).toEqual(['rules', 'clusters', 'churn model']);
    expect(blockedBy(27)).toEqual(['clusters', 'churn model']);
    expect(blockedBy(363)).toEqual(['clusters', 'churn model']);
    // From 1 January to 31 December are twelve months.
    expect(blockedBy(364)).toEqual([]);
  });

  test('startHistoryLength counts events by month, and passes over impossible dates', () => {
    const report = found(startHistoryLength, [
      ...over(40),
      auditedEvent({ timeMs: 0 }),
      auditedEvent({ timeMs: juneMs + 90 * dayMs }),
    ]);
    expect(report.breakdowns[0]?.rows).toEqual([
      { name: '2026-04', count: 1 },
      { name: '2026-06', count: 1 },
    ]);
    expect(report.summary).toBe('1.3 months, 2026-04-22 to 2026-06-01');
  });

  test('startHistoryLength has a problem with no events at all', () => {
    expect(found(startHistoryLength, [])).toMatchObject({ verdict: 'problem', breakdowns: [] });
  });
});
