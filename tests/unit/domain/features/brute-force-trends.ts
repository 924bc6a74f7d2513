const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);
const meanOf = (values: readonly number[]) => sumOf(values) / values.length;

/** The slope of the straight line through equally spaced values, by the textbook; nothing for fewer than two. */
export function straightLine(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = (values.length - 1) / 2;
  const mean = meanOf(values);
  const together = sumOf(values.map((value, x) => (x - middle) * (value - mean)));
  return together / sumOf(values.map((_, x) => (x - middle) ** 2));
}

/** The logarithm of how likely counts are under a Poisson rate, without the factorials, which cancel. */
function logLikelihood(counts: readonly number[]): number {
  const rate = meanOf(counts);
  return rate === 0 ? 0 : sumOf(counts.map((count) => count * Math.log(rate) - rate));
}

function excess(counts: readonly number[]): number {
  const mean = meanOf(counts);
  return mean === 0 ? 0 : sumOf(counts.map((count) => (count - mean) ** 2 / mean));
}

/**
 * −1, 0 or 1 by the greatest likelihood ratio over all ways to part the weeks, 15 % at least on each side; see Andrews
 * 2003.
 */
export function poissonChange(counts: readonly number[]): number | null {
  if (counts.length < 8) return null;
  const fewest = Math.ceil(counts.length * 0.15);
  const splits = counts
    .map((_, at) => ({ before: counts.slice(0, at), after: counts.slice(at) }))
    .filter(({ before, after }) => before.length >= fewest && after.length >= fewest)
    .map((sides) => ({
      ...sides,
      ratio: 2 * (logLikelihood(sides.before) + logLikelihood(sides.after) - logLikelihood(counts)),
    }));
  const greatest = Math.max(...splits.map(({ ratio }) => ratio));
  const best = splits.find(({ ratio }) => ratio >= greatest * (1 - 1e-9));
  if (best === undefined || greatest <= 0) return 0;
  const dispersion = Math.max(1, (excess(best.before) + excess(best.after)) / (counts.length - 2));
  // Where the dispersion was guessed, Student's t takes the normal distribution's place (Abramowitz & Stegun, 26.7.5).
  const critical = dispersion > 1 ? 12.16 + (12.16 ** 2 + 12.16) / (2 * (counts.length - 2)) : 12.16;
  if (best.ratio / dispersion <= critical) return 0;
  return meanOf(best.after) > meanOf(best.before) ? 1 : -1;
}
