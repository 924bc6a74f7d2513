import type { Finding } from './finding.ts';
import type { Readiness } from './readiness.ts';

/** What an audit found; with `--json`, the document on stdout. */
export type AuditReport = {
  readonly schemaVersion: 1;
  /** What was audited, such as the file's path. */
  readonly subject: string;
  /** ISO time: the moment under which the data was judged. */
  readonly asOf: string;
  /** Rows of a file, or events. */
  readonly records: number;
  readonly events: number;
  readonly customers: number;
  readonly readiness: readonly Readiness[];
  readonly findings: readonly Finding[];
  readonly seconds: number;
};
