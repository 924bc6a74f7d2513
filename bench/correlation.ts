const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Pearson's coefficient of correlation of pairs of numbers, −1 to 1; NaN where one side never varies. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const meanX = meanOf(pairs.map(([x]) => x));
  const meanY = meanOf(pairs.map(([, y]) => y));
  let together = 0;
  let alongX = 0;
  let alongY = 0;
  for (const [x, y] of pairs) {
    together += (x - meanX) * (y - meanY);
    alongX += (x - meanX) ** 2;
    alongY += (y - meanY) ** 2;
  }
  return together / Math.sqrt(alongX * alongY);
}
