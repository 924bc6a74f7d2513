import { alignedRows } from '../text-table.ts';

/** Rows of cells as aligned lines, two spaces to the right. */
export function indented(rows: readonly (readonly string[])[]): string[] {
  return alignedRows(rows).map((line) => `  ${line}`);
}

/** A title with its lines under an empty line; without lines, what to say instead. */
export function section(title: string, lines: readonly string[], otherwise: string): string[] {
  return ['', title, ...(lines.length === 0 ? [`  ${otherwise}`] : lines)];
}

/** Minutes are enough for people: `1998-06-30 23:59`. */
export function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
