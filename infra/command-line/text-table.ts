/** A number, or a dash or nothing where there is none. */
const numberForm = /^(?:[-+−]?[\d,.]+(?: ?%)?|–|)$/;

/** Rows of cells → lines with aligned columns: numbers to the right, also under a heading; texts to the left. */
export function alignedRows(rows: readonly (readonly string[])[]): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths: number[] = [];
  const isNumeric: boolean[] = [];
  for (let column = 0; column < columns; column += 1) {
    const cells = rows.map((row) => row[column] ?? '');
    widths.push(Math.max(...cells.map((cell) => cell.length)));
    const below = cells.slice(1);
    const numbers = below.some((cell) => cell !== '') ? below : cells;
    isNumeric.push(numbers.every((cell) => numberForm.test(cell)));
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        isNumeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}

/** Minor units → major units with two decimals, such as `-1234.50`. */
export function moneyText(minor: number): string {
  return (minor / 100).toFixed(2);
}
