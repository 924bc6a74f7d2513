import { writeFileSync } from 'node:fs';
import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { renderAuditPage } from './render-page.ts';

/** Writes the report as a page. Throws if the file cannot be written. */
export function writeAuditPage(path: string, report: AuditReport): void {
  try {
    writeFileSync(path, renderAuditPage(report));
  } catch (error) {
    throw new CommandError(`Cannot write the page ${path}: ${messageOf(error)}; name a file that can be written`);
  }
}
