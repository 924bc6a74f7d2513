import { alignedRows } from './text-table.ts';

/** Columns of a terminal that tables have to fit. */
export const tableWidth = 120;

/** Fewest columns for a text that is wrapped. */
const leastWidth = 24;

/** A text in lines of at most `width` characters, broken between words; a longer word keeps a line of its own. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/**
 * Rows of cells → aligned lines of at most `width` characters: the last cell of a row is a text, which goes on under its
 * beginning where it does not fit.
 */
export function wrappedRows(rows: readonly (readonly string[])[], width = tableWidth): string[] {
  const heads = alignedRows(rows.map((row) => [...row.slice(0, -1), '|'])).map((line) => line.slice(0, -1));
  const indent = Math.max(0, ...heads.map((head) => head.length));
  return rows.flatMap((row, index) => {
    const [first = '', ...more] = wrapped(row.at(-1) ?? '', Math.max(leastWidth, width - indent));
    const head = heads[index] ?? '';
    return [`${head}${first}`.trimEnd(), ...more.map((line) => `${' '.repeat(indent)}${line}`)];
  });
}
