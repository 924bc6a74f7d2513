import type { AuditReport } from '#domain/training/audit/audit-report.ts';
import type { CheckVerdict, Finding } from '#domain/training/audit/finding.ts';
import { countText, figureText, pluralText } from '#domain/training/audit/wording.ts';
import { html, type Markup } from './markup.ts';
import { barTable, monthChart } from './page-charts.ts';
import { pageStyle } from './page-style.ts';
import { toneOf } from './render-audit.ts';

const plural: Record<CheckVerdict, string> = {
  problem: 'problems',
  warning: 'warnings',
  ok: 'ok',
  'not applicable': 'not applicable',
};

/** Problems first, and what could not be judged last. */
const order: readonly CheckVerdict[] = ['problem', 'warning', 'ok', 'not applicable'];

function readinessCard({ use, isReady, because }: AuditReport['readiness'][number]): Markup {
  const verdict = isReady ? html`<span class="verdict good">yes</span>` : html`<span class="verdict bad">no</span>`;
  const reasons = because.map((reason) => html`<li>${reason}</li>`);
  return html`<div class="card"><h3>Ready for ${use === 'churn model' ? 'a churn model' : use} ${verdict}</h3>
${isReady ? html`<p class="soft">Nothing stands in the way.</p>` : html`<ul>${reasons}</ul>`}</div>`;
}

function figures(found: Finding): Markup {
  if (found.figures.length === 0) return html``;
  const rows = found.figures.map(
    (figure) => html`<tr><th scope="row">${figure.label}</th><td class="number">${figureText(figure)}</td></tr>`,
  );
  return html`<table><caption>Figures</caption><tbody>${rows}</tbody></table>`;
}

function examples({ examples: texts }: Finding): Markup {
  if (texts.length === 0) return html``;
  return html`<div class="wide"><h3>Such as</h3><ul class="examples">${texts.map((text) => html`<li>${text}</li>`)}</ul></div>`;
}

function check(found: Finding): Markup {
  const isOpen = found.verdict === 'problem' || found.verdict === 'warning';
  const head = html`<summary><span><span class="verdict ${toneOf[found.verdict]}">${found.verdict}</span></span>
<b>${found.title}</b><span class="soft">${found.summary}</span></summary>`;
  const notExact =
    found.approximate === null ? html`` : html`<p class="soft wide">Not exact: ${found.approximate}.</p>`;
  const body = html`<div class="inside"><p class="advice wide">${found.advice}</p>
${figures(found)}${found.breakdowns.map(barTable)}${examples(found)}${notExact}</div>`;
  const id = `check-${found.check}`;
  return isOpen
    ? html`<details class="check" id="${id}" open>${head}${body}</details>`
    : html`<details class="check" id="${id}">${head}${body}</details>`;
}

function charts({ findings }: AuditReport): Markup {
  const of = (name: string) => findings.find((found) => found.check === name)?.breakdowns[0];
  const [months, segments] = [of('history-length'), of('segment-sizes')];
  return html`${months === undefined ? '' : html`<section><h2>Events by month</h2><div class="card">${monthChart(months)}</div></section>`}
${segments === undefined ? '' : html`<section><h2>Customers by segment</h2><div class="card">${barTable(segments)}</div></section>`}`;
}

/** The report as a page of its own: nothing is loaded, nothing runs, and everything from the data is escaped. */
export function renderAuditPage(report: AuditReport): string {
  const { subject, asOf, records, events, customers, findings } = report;
  const sorted = order.flatMap((verdict) => findings.filter((found) => found.verdict === verdict));
  const counts = order
    .map((verdict) => ({ verdict, count: findings.filter((found) => found.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(
      ({ verdict, count }) =>
        html`<span class="verdict ${toneOf[verdict]}">${countText(count)} ${count === 1 ? verdict : plural[verdict]}</span> `,
    );
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Audit of ${subject}</title><style>${pageStyle}</style></head>
<body><main>
<header><h1>Audit of ${subject}</h1>
<p class="soft">${pluralText(records, 'record')}, ${pluralText(events, 'event')}, ${pluralText(customers, 'customer')}; judged as of <time datetime="${asOf}">${asOf.slice(0, 16).replace('T', ' ')} UTC</time></p></header>
<section aria-label="What the data is ready for"><h2>What the data is ready for</h2>
<div class="cards">${report.readiness.map(readinessCard)}</div></section>
${charts(report)}
<section><h2>Checks</h2><p>${counts}</p>${sorted.map(check)}</section>
</main></body></html>
`;
  return page.text;
}
