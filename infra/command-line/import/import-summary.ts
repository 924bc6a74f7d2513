import { isoTime } from '#contracts/time.ts';
import type { Mapping } from '../mapping/mapping.ts';
import { alignedRows, moneyText } from '../text-table.ts';
import type { EventTotal, ImportTally, Refusal } from './import-tally.ts';

export type ImportStatus = 'finished' | 'interrupted' | 'already imported' | 'checked only';

/** What an import did; with `--json`, the document on stdout. */
export type ImportSummary = {
  readonly status: ImportStatus;
  readonly file: string;
  readonly mapping: string;
  readonly tenant: string;
  readonly mode: 'replay';
  /** ISO time, or null: judged under the running clock. */
  readonly asOf: string | null;
  readonly correlationId: string;
  readonly rows: {
    readonly read: number;
    readonly inEvents: number;
    readonly mergedIntoOrders: number;
    readonly refused: number;
    readonly exactTwins: number;
  };
  readonly customers: number;
  readonly events: readonly EventTotal[];
  readonly eventCount: number;
  readonly refused: readonly (Refusal & { readonly because: string | null })[];
  readonly sent: { readonly events: number; readonly before: number };
  /** Whether the queue was seen to be worked off. */
  readonly drained: boolean;
  /** What is wrong although everything was sent, or null. */
  readonly problem: string | null;
  readonly seconds: number;
};

/** Puts together what an import did. Throws if a row was lost on the way. */
export function summarise(
  tally: ImportTally,
  mapping: Mapping,
  about: Pick<
    ImportSummary,
    'status' | 'file' | 'tenant' | 'correlationId' | 'sent' | 'drained' | 'problem' | 'seconds'
  > & { readonly asOfMs: number | null },
): ImportSummary {
  tally.assertNothingLost();
  const { asOfMs, ...rest } = about;
  const because = new Map(mapping.refuse.map((rule) => [rule.reason, rule.because]));
  return {
    ...rest,
    mapping: mapping.name,
    mode: 'replay',
    asOf: asOfMs === null ? null : isoTime(asOfMs),
    rows: {
      read: tally.rowsRead,
      inEvents: tally.rowsInEvents,
      mergedIntoOrders: tally.rowsMerged,
      refused: tally.rowsRefused,
      exactTwins: tally.twins,
    },
    customers: tally.customers,
    events: tally.events,
    eventCount: tally.eventCount,
    refused: tally.refusals.map((one) => ({ ...one, because: because.get(one.reason) ?? null })),
  };
}

function headline(summary: ImportSummary): string {
  const { events, before } = summary.sent;
  if (summary.status === 'checked only') return `${summary.file} can be imported; nothing was sent (--dry-run).`;
  if (summary.status === 'already imported') {
    return `${summary.file} was imported already; nothing was sent. Pass --again to send it once more: known events are not counted twice.`;
  }
  const resumed = before === 0 ? '' : ` (${before} were sent before)`;
  if (summary.status === 'interrupted') {
    const all = summary.eventCount;
    return `Interrupted: ${before + events} of ${all} events are sent${resumed}. Run the same command again to go on.`;
  }
  return `Imported ${summary.file}: ${events} events sent${resumed} in ${summary.seconds.toFixed(1)} s.`;
}

/** The summary for people. */
export function renderSummary(summary: ImportSummary): string {
  const { rows } = summary;
  const now = summary.asOf === null ? 'the running clock' : summary.asOf;
  const lines = [
    headline(summary),
    `Replay: nobody is contacted. Customers are judged as of ${now}.`,
    '',
    ...alignedRows([
      ['rows read', String(rows.read)],
      [
        '  in events',
        String(rows.inEvents),
        rows.mergedIntoOrders > 0 ? `${rows.mergedIntoOrders} of them joined an earlier line of their order` : '',
      ],
      ['  refused', String(rows.refused)],
      ['exact twins', String(rows.exactTwins), rows.exactTwins > 0 ? 'rows like an earlier one; each counts' : ''],
      ['customers', String(summary.customers)],
      ...summary.events.map((one) => [one.name, String(one.events), `money ${moneyText(one.minor)}`]),
    ]),
  ];
  if (summary.refused.length > 0) lines.push('', 'Refused rows:');
  for (const one of summary.refused) {
    lines.push(`  ${one.rows}  ${one.reason}${one.because === null ? '' : ` – ${one.because}`}`);
    lines.push(`      such as line ${one.example.line}: ${one.example.detail}`);
  }
  return lines.join('\n');
}
