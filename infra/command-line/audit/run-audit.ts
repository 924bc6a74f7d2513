import { isoTime } from '#contracts/time.ts';
import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import type { AuditedItem } from '#domain/training/audit/audited-item.ts';
import { customerChecks, itemChecks } from '#domain/training/audit/checks.ts';
import { type CustomerHistory, emptyHistory, extendHistory } from '#domain/training/audit/customer-history.ts';
import { DuplicateIds } from '#domain/training/audit/duplicate-ids.ts';
import type { AuditSettings, Fold } from '#domain/training/audit/fold.ts';
import { readinessOf } from '#domain/training/audit/readiness.ts';
import { CommandError } from '../command-error.ts';
import type { Progress } from '../progress.ts';
import { LineSpool } from './line-spool.ts';
import { customerEventIn, readSpooledLine, spooledLine } from './spooled-event.ts';

export type AuditRunSettings = AuditSettings & {
  /** What is audited, for the report. */
  readonly subject: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

type Counted = { records: number; events: number };

function goOn({ signal, subject }: AuditRunSettings): void {
  if (signal.aborted) throw new CommandError(`Cannot finish the audit of ${subject}: interrupted; run it again`);
}

/** Shows every record to the checks of records, and sets aside by id what the other checks need. */
async function readItems(
  settings: AuditRunSettings,
  items: AsyncIterable<AuditedItem>,
  { folds, ids, byId }: { folds: readonly Fold<AuditedItem>[]; ids: DuplicateIds; byId: LineSpool },
): Promise<Counted> {
  const folding = settings.definitions.folding.customer;
  const counted = { records: 0, events: 0 };
  for await (const item of items) {
    goOn(settings);
    for (const fold of folds) fold.take(item);
    if (item.kind === 'twin rows') {
      ids.takeRows(0, item.rows);
      continue;
    }
    counted.records += item.rows;
    if (item.kind === 'left out') {
      if (item.cause === 'repeated id') ids.takeLeftOut(`${item.where}: ${item.detail}`);
      continue;
    }
    counted.events += 1;
    ids.takeRows(item.rows, 0);
    if (item.customerId !== null) byId.add(item.event.id, spooledLine(folding, item, item.customerId, settings.asOfMs));
  }
  return counted;
}

/** Finds ids that come more than once, and passes the first event of each on to its customer. */
function compareIds(settings: AuditRunSettings, byId: LineSpool, ids: DuplicateIds, byCustomer: LineSpool): void {
  settings.progress.begin('Comparing ids', 'parts', byId.parts);
  for (let part = 0; part < byId.parts; part += 1) {
    goOn(settings);
    for (const line of byId.lines(part)) {
      const event = readSpooledLine(line);
      if (ids.take(event)) byCustomer.add(event.customerId, line);
    }
    ids.nextPartition();
    settings.progress.advance(1);
  }
  settings.progress.end();
}

/** Folds the history of every customer, and shows each to the checks of customers. Returns how many there are. */
function foldCustomers(
  settings: AuditRunSettings,
  byCustomer: LineSpool,
  folds: readonly Fold<CustomerHistory>[],
): number {
  const folding = settings.definitions.folding.customer;
  let customers = 0;
  settings.progress.begin('Folding customers', 'parts', byCustomer.parts);
  for (let part = 0; part < byCustomer.parts; part += 1) {
    goOn(settings);
    const histories = new Map<string, CustomerHistory>();
    for (const line of byCustomer.lines(part)) {
      const spooled = readSpooledLine(line);
      const event = customerEventIn(spooled);
      if (event === null) continue;
      const { customerId } = spooled;
      const before = histories.get(customerId) ?? emptyHistory(customerId);
      histories.set(customerId, extendHistory(folding, before, event));
    }
    customers += histories.size;
    for (const history of histories.values()) for (const fold of folds) fold.take(history);
    settings.progress.advance(1);
  }
  settings.progress.end();
  return customers;
}

/**
 * Audits a stream of records in memory that does not grow with it; what has to be compared is set aside on disk. Throws if
 * the records cannot be read, the disk is full, or it is interrupted.
 */
export async function runAudit(settings: AuditRunSettings, items: AsyncIterable<AuditedItem>): Promise<AuditReport> {
  const startedMs = performance.now();
  const itemFolds = itemChecks.map((start) => start(settings));
  const customerFolds = customerChecks.map((start) => start(settings));
  const ids = new DuplicateIds();
  const [byId, byCustomer] = [new LineSpool(), new LineSpool()];
  try {
    const counted = await readItems(settings, items, { folds: itemFolds, ids, byId });
    compareIds(settings, byId, ids, byCustomer);
    const customers = foldCustomers(settings, byCustomer, customerFolds);
    const ofCustomers = customerFolds.map((fold) => fold.finding());
    const findings = [...itemFolds.map((fold) => fold.finding()), ids.finding(), ...ofCustomers];
    return {
      schemaVersion: 1,
      subject: settings.subject,
      asOf: isoTime(settings.asOfMs),
      ...counted,
      customers,
      readiness: readinessOf(findings),
      findings,
      seconds: Math.round(performance.now() - startedMs) / 1000,
    };
  } finally {
    byId.remove();
    byCustomer.remove();
  }
}
