import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import type { Finding } from '#domain/training/audit/finding.ts';
import { runAudit } from '#infra/command-line/audit/run-audit.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { exampleSettings } from '../../domain/training/audit/audit-examples.ts';

async function* streamOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** What an audit of some items finds. */
export function auditOf(
  items: Iterable<AuditedItem>,
  told: { asOfMs?: number; signal?: AbortSignal } = {},
): Promise<AuditReport> {
  const signal = told.signal ?? new AbortController().signal;
  const settings = { ...exampleSettings, ...told, subject: 'shop.csv', signal, progress: silentProgress };
  return runAudit(settings, streamOf(items));
}

/** The finding of a check. Throws if there is none. */
export function findingOf({ findings }: Pick<AuditReport, 'findings'>, check: string): Finding {
  const found = findings.find((one) => one.check === check);
  if (found === undefined) throw new Error(`The audit has no check "${check}"`);
  return found;
}
