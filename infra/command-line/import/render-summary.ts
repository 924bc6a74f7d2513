import { alignedRows, moneyText } from '../text-table.ts';
import type { ImportSummary } from './import-summary.ts';

/** Most rules of the tracking plan that people are shown. */
const shownReports = 10;

const whole = (value: number) => value.toLocaleString('en');

function headline(summary: ImportSummary): string {
  const { events, before } = summary.sent;
  if (summary.status === 'checked only') return `${summary.file} can be imported; nothing was sent (--dry-run).`;
  if (summary.status === 'already imported') {
    const wereThey = summary.files.length > 1 ? 'were' : 'was';
    return `${summary.file} ${wereThey} imported already; nothing was sent. Pass --again to send once more: known events are not counted twice.`;
  }
  const resumed = before === 0 ? '' : ` (${before} were sent before)`;
  if (summary.status === 'interrupted') {
    const all = summary.eventCount;
    return `Interrupted: ${before + events} of ${all} events are sent${resumed}. Run the same command again to go on.`;
  }
  return `Imported ${summary.file}: ${events} events sent${resumed} in ${summary.seconds.toFixed(1)} s.`;
}

function speed(summary: ImportSummary): string {
  const checked = `Checked in ${summary.checkSeconds.toFixed(1)} s (${whole(summary.rowsPerSecond)} rows/s)`;
  return summary.eventsPerSecond === null
    ? `${checked}.`
    : `${checked}, sent at ${whole(summary.eventsPerSecond)} events/s.`;
}

function twinNote({ exactTwins, twinsAcrossFiles }: ImportSummary['rows']): string {
  if (exactTwins === 0) return '';
  if (twinsAcrossFiles === 0) return 'rows like an earlier one; each counts';
  return `rows like an earlier one; each counts, also the ${twinsAcrossFiles} whose like stands in another file`;
}

function refusedLines({ refused, files }: ImportSummary): string[] {
  if (refused.length === 0) return [];
  const lines = ['', 'Refused rows:'];
  for (const { rows, reason, because, example } of refused) {
    lines.push(`  ${rows}  ${reason}${because === null ? '' : ` – ${because}`}`);
    const place = files.length === 1 ? `line ${example.line}` : `${example.file}, line ${example.line}`;
    lines.push(`      such as ${place}: ${example.detail}`);
  }
  return lines;
}

function reportedLines({ reported }: ImportSummary): string[] {
  if (reported.length === 0) return [];
  const lines = ['', 'Not as the tracking plan says, and counted nevertheless:'];
  for (const one of reported.slice(0, shownReports)) lines.push(`  ${one.events}  ${one.eventName}: ${one.rule}`);
  if (reported.length > shownReports) lines.push(`  and ${reported.length - shownReports} more; --json names them`);
  return lines;
}

/** The summary for people. */
export function renderSummary(summary: ImportSummary): string {
  const { rows, unseenColumns } = summary;
  const now = summary.asOf === null ? 'the running clock' : summary.asOf;
  const joined =
    rows.mergedIntoOrders > 0 ? `${rows.mergedIntoOrders} of them joined an earlier line of their order` : '';
  const unseen = unseenColumns.map((name) => `"${name}"`).join(', ');
  return [
    headline(summary),
    speed(summary),
    `Replay: nobody is contacted. Customers are judged as of ${now}.`,
    '',
    ...alignedRows([
      ['rows read', String(rows.read)],
      ['  in events', String(rows.inEvents), joined],
      ['  refused', String(rows.refused)],
      ['exact twins', String(rows.exactTwins), twinNote(rows)],
      ['customers', String(summary.customers)],
      ...summary.events.map((one) => [one.name, String(one.events), `money ${moneyText(one.minor)}`]),
    ]),
    ...refusedLines(summary),
    ...reportedLines(summary),
    ...(unseenColumns.length === 0
      ? []
      : ['', `No line has these columns of the mapping; check their paths: ${unseen}`]),
  ].join('\n');
}
