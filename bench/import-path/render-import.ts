import type { ImportFigures } from './measure-import.ts';

const whole = (value: number) => Math.round(value).toLocaleString('en');

/** The figures of an import for people. */
export function renderImport(figures: ImportFigures): string[] {
  const { megabytes, rows, events } = figures;
  return [
    `Import of ${whole(megabytes)} MB of order lines (${whole(rows)} rows, ${whole(events)} orders), half of it gzipped:`,
    `  checked: ${whole(figures.checkedRowsPerSecond)} rows/s, ${figures.checkedMegabytesPerSecond.toFixed(1)} MB/s, ` +
      `${Math.round(figures.shareOfBare * 100)} % of a bare reader (${whole(figures.bareRowsPerSecond)} rows/s)`,
    `  sent:    ${whole(figures.sentEventsPerSecond)} events/s into a queue that takes everything at once`,
    `  memory:  ${figures.residentMegabytes} MB at most`,
  ];
}
