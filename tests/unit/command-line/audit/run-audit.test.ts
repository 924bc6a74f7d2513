import { describe, expect, test } from 'vitest';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import { renderAudit } from '#infra/command-line/audit/render-audit.ts';
import { auditedEvent } from '../../domain/training/audit/audit-examples.ts';
import { auditOf } from './audit-harness.ts';
import { cleanHistory } from './clean-history.ts';

describe('runAudit', () => {
  test('runAudit gives the same findings for the same records in any order', async () => {
    const events: AuditedItem[] = cleanHistory(7);
    // Examples are the first that come.
    const findingsOf = async (items: AuditedItem[]) =>
      (await auditOf(items)).findings.map(({ examples: _examples, ...found }) => found);
    expect(await findingsOf([...events].reverse())).toEqual(await findingsOf(events));
  });

  test('runAudit counts an event that came twice once for its customer', async () => {
    const twice = [auditedEvent(), auditedEvent()];
    const { findings, customers, events } = await auditOf(twice);
    expect([events, customers]).toEqual([2, 1]);
    expect(findings.find(({ check }) => check === 'bot-like-customers')?.figures).toContainEqual({
      label: 'most events of one other customer',
      unit: 'count',
      value: 0,
    });
  });

  test('runAudit ends when it is interrupted, and says so', async () => {
    await expect(auditOf(cleanHistory(1), { signal: AbortSignal.abort() })).rejects.toThrow(
      'Cannot finish the audit of shop.csv: interrupted; run it again',
    );
  });

  test('runAudit of nothing is ready for nothing, and does not divide by it', async () => {
    const report = await auditOf([]);
    expect(report.readiness.every(({ isReady }) => !isReady)).toBe(true);
    expect(JSON.stringify(report)).not.toMatch(/null,"unit"|NaN|Infinity/);
    expect(renderAudit(report, (_tone, text) => text)).toContain('0 records, 0 events, 0 customers');
  });
});
