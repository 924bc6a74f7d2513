import type { Breakdown } from '#domain/training/audit/finding.ts';
import { countText } from '#domain/training/audit/wording.ts';
import { html, type Markup } from './markup.ts';

/** Size of the chart of months, in its own units. */
const chart = { width: 1000, height: 200, left: 60, bottom: 24, top: 14 };

function mostOf(rows: Breakdown['rows']): number {
  return Math.max(1, ...rows.map((row) => row.count));
}

/** Most bars that are shown at once; the others can be opened. */
const shownBars = 14;

type Row = Breakdown['rows'][number];

function barRow({ name, count }: Row, most: number): Markup {
  const width = html`<div style="width:${((100 * count) / most).toFixed(1)}%"></div>`;
  return html`<tr><th scope="row">${name}</th><td class="number">${countText(count)}</td>
<td class="bar" aria-hidden="true">${count === 0 ? '' : width}</td></tr>`;
}

/** Counts as a table whose last column is a bar: a screen reader reads the numbers. */
export function barTable({ title, rows, others }: Breakdown): Markup {
  const most = mostOf(rows);
  const tableOf = (shown: readonly Row[]) => html`<tbody>${shown.map((row) => barRow(row, most))}</tbody>`;
  const rest = html`<tr><th scope="row">others</th><td class="number">${countText(others)}</td><td></td></tr>`;
  const isLong = rows.length > shownBars + 3;
  const first = isLong ? rows.slice(0, shownBars) : rows;
  const table = html`<table><caption>${title}</caption>${tableOf(first)}${others > 0 && !isLong ? rest : ''}</table>`;
  if (!isLong) return html`<div>${table}</div>`;
  const hidden = rows.slice(shownBars);
  return html`<div>${table}<details class="more"><summary>${hidden.length} more</summary>
<table>${tableOf(hidden)}${others > 0 ? rest : ''}</table></details></div>`;
}

/** Counts by month as columns, oldest first, with the same numbers as a table that can be opened. */
export function monthChart(breakdown: Breakdown): Markup {
  const { rows } = breakdown;
  const most = mostOf(rows);
  const plot = { width: chart.width - chart.left, height: chart.height - chart.bottom - chart.top };
  const step = plot.width / Math.max(1, rows.length);
  const floor = chart.top + plot.height;
  const labelEvery = Math.ceil(rows.length / 15);
  const column = ({ name, count }: { name: string; count: number }, index: number) => {
    const height = (count / most) * plot.height;
    const x = chart.left + index * step;
    return html`<rect x="${(x + step * 0.12).toFixed(1)}" y="${(floor - height).toFixed(1)}" width="${(step * 0.76).toFixed(1)}" height="${height.toFixed(1)}" rx="2"><title>${name}: ${countText(count)}</title></rect>
${index % labelEvery === 0 ? html`<text x="${(x + step / 2).toFixed(1)}" y="${chart.height - 7}" text-anchor="middle">${name}</text>` : ''}`;
  };
  const label = `${breakdown.title}: ${rows.length} months, at most ${countText(most)} in one`;
  // On a narrow screen the columns are scrolled, by keyboard too: made to fit, nobody could read the months.
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><svg class="months" viewBox="0 0 ${chart.width} ${chart.height}" role="img" aria-label="${label}">
<line x1="${chart.left}" y1="${floor}" x2="${chart.width}" y2="${floor}"/>
<line x1="${chart.left}" y1="${chart.top}" x2="${chart.width}" y2="${chart.top}"/>
<text x="${chart.left - 8}" y="${chart.top + 4}" text-anchor="end">${countText(most)}</text>
<text x="${chart.left - 8}" y="${floor + 4}" text-anchor="end">0</text>
${rows.map(column)}</svg></div>
<details class="more"><summary>The same as numbers</summary>${barTable(breakdown)}</details>`;
}
