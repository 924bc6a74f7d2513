import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import type { Breakdown, CheckVerdict, Finding } from '#domain/training/audit/finding.ts';
import { countText, dayText, pluralText } from '#domain/training/audit/wording.ts';
import { alignedRows } from '../text-table.ts';

/** What a piece of text stands for, so that a terminal can colour it. */
export type Tone = 'good' | 'doubtful' | 'bad' | 'quiet' | 'heading';

/** Colours a text, or leaves it as it is. */
export type Paint = (tone: Tone, text: string) => string;

/** Most rows of a breakdown that the text shows; the JSON and the page have all. */
const shownRows = 12;

/** Most months. */
const shownMonths = 24;

const barCharacters = 24;

export const toneOf: Record<CheckVerdict, Tone> = {
  ok: 'good',
  warning: 'doubtful',
  problem: 'bad',
  'not applicable': 'quiet',
};

/** `yes` and `no` of what the data is ready for. */
function readinessLines(report: AuditReport, paint: Paint): string[] {
  const width = Math.max(...report.readiness.map(({ use }) => use.length));
  return report.readiness.flatMap(({ use, isReady, because }) => [
    `  ${use.padEnd(width)}  ${paint(isReady ? 'good' : 'bad', isReady ? 'yes' : 'no')}`,
    ...because.map((reason) => `  ${' '.repeat(width)}  - ${reason}`),
  ]);
}

/** One line a check: verdict, title, what was found. */
function overview(report: AuditReport, paint: Paint): string[] {
  const verdictWidth = Math.max(...report.findings.map(({ verdict }) => verdict.length));
  const titleWidth = Math.max(...report.findings.map(({ title }) => title.length));
  return report.findings.map(({ verdict, title, summary }) => {
    const word = paint(toneOf[verdict], verdict) + ' '.repeat(verdictWidth - verdict.length);
    return `  ${word}  ${title.padEnd(titleWidth)}  ${summary}`;
  });
}

function breakdownLines({ title, rows, others }: Breakdown, limit = shownRows): string[] {
  const shown = rows.slice(0, limit);
  const hidden = others + rows.slice(limit).reduce((sum, row) => sum + row.count, 0);
  const most = Math.max(1, ...shown.map((row) => row.count));
  const cells = shown.map(({ name, count }) => [
    name,
    countText(count),
    count === 0 ? '' : '='.repeat(Math.max(1, Math.round((count / most) * barCharacters))),
  ]);
  if (hidden > 0) cells.push(['others', countText(hidden), '']);
  return [`    ${title}:`, ...alignedRows(cells).map((line) => `      ${line}`)];
}

/** What there is to say about a check that did not come out well. */
function detail(found: Finding, paint: Paint): string[] {
  const lines = [`  ${paint(toneOf[found.verdict], found.verdict)}: ${found.title}`, `    ${found.summary}`];
  for (const example of found.examples) lines.push(`    - ${example}`);
  lines.push(...found.breakdowns.flatMap((one) => breakdownLines(one)));
  if (found.approximate !== null) lines.push(`    not exact: ${found.approximate}`);
  lines.push(`    What to do: ${found.advice}`, '');
  return lines;
}

/** Checks whose counts are told even when all is well. */
const toldChecks = ['history-length', 'left-out-records', 'segment-sizes', 'plan-names'];

/** Counts that anybody wants to see once; of months the newest. */
function countLines(report: AuditReport, alreadyTold: readonly Finding[]): string[] {
  const told = report.findings.filter((found) => toldChecks.includes(found.check) && !alreadyTold.includes(found));
  return told.flatMap(({ check, breakdowns }) =>
    breakdowns.flatMap((one) =>
      check === 'history-length' ? breakdownLines(newest(one), shownMonths) : breakdownLines(one),
    ),
  );
}

function newest(breakdown: Breakdown): Breakdown {
  return { ...breakdown, rows: breakdown.rows.slice(-shownMonths), others: 0 };
}

/** The report for people. */
export function renderAudit(report: AuditReport, paint: Paint): string {
  const { records, events, customers, subject, asOf, findings } = report;
  const troubled = findings.filter(({ verdict }) => verdict === 'problem' || verdict === 'warning');
  const sorted = [...troubled].sort((a, b) => Number(b.verdict === 'problem') - Number(a.verdict === 'problem'));
  return [
    paint('heading', `Audit of ${subject}, as of ${dayText(Date.parse(asOf))}`),
    `${pluralText(records, 'record')}, ${pluralText(events, 'event')}, ${pluralText(customers, 'customer')}, read in ${report.seconds.toFixed(1)} s`,
    '',
    paint('heading', 'Ready for'),
    ...readinessLines(report, paint),
    '',
    paint('heading', 'Checks'),
    ...overview(report, paint),
    '',
    ...(troubled.length === 0 ? [] : [paint('heading', 'Found'), ...sorted.flatMap((one) => detail(one, paint))]),
    paint('heading', 'Counts'),
    ...countLines(report, sorted),
  ]
    .join('\n')
    .trimEnd();
}
