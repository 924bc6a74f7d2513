/** Fewest weeks that are looked at: the test goes by large samples, and fewer would cry wolf. */
export const fewestWeeks = 8;

/** Share of the weeks that must lie on each side of a change. */
const trimmedShare = 0.15;

/**
 * What the greatest likelihood ratio exceeds once in a hundred times if the rate never changed, for one parameter and
 * 15 % trimmed at each end (Andrews 2003, "Tests for Parameter Instability and Structural Change with Unknown Change
 * Point: A Corrigendum", Econometrica 71, table 1).
 */
const criticalValue = 12.16;

function timesLog(count: number, mean: number): number {
  return count === 0 ? 0 : count * Math.log(mean);
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** Pearson's measure of how much more counts vary than those of a Poisson process with this mean. */
function pearson(counts: readonly number[]): number {
  const mean = sumOf(counts) / counts.length;
  return mean === 0 ? 0 : counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0);
}

/**
 * The critical value where the dispersion had to be guessed from these very weeks: the square of the quantile of
 * Student's t that belongs to it, by the first term of the expansion in 1 ÷ degrees of freedom (Abramowitz & Stegun
 * 1964, 26.7.5).
 */
function criticalFor(dispersion: number, weeks: number): number {
  if (dispersion === 1) return criticalValue;
  return criticalValue * (1 + (criticalValue + 1) / (2 * (weeks - 2)));
}

/**
 * Whether the rate at which something happens has changed once over some weeks: −1 if it fell, 1 if it rose, 0 if
 * nothing speaks for a change; nothing for fewer than `fewestWeeks`.
 *
 * The likelihood ratio of two Poisson rates against one, 2·[S₁·ln(S₁/n₁) + S₂·ln(S₂/n₂) − S·ln(S/n)], is taken where it
 * is greatest, and divided by the dispersion where counts vary more than Poisson's do (quasi-likelihood; McCullagh &
 * Nelder 1989, "Generalized Linear Models", section 6.2), for what people do comes in bursts.
 */
export function rateChange(counts: readonly number[]): -1 | 0 | 1 | null {
  const weeks = counts.length;
  if (weeks < fewestWeeks) return null;
  const all = sumOf(counts);
  const fewest = Math.ceil(trimmedShare * weeks);
  let best = { ratio: 0, split: fewest, rises: false };
  let before = sumOf(counts.slice(0, fewest - 1));
  for (let split = fewest; split <= weeks - fewest; split += 1) {
    before += counts[split - 1] ?? 0;
    const rateBefore = before / split;
    const rateAfter = (all - before) / (weeks - split);
    const ratio = 2 * (timesLog(before, rateBefore) + timesLog(all - before, rateAfter) - timesLog(all, all / weeks));
    // Of splits that are alike but for rounding, the first counts.
    if (ratio > best.ratio * (1 + 1e-12)) best = { ratio, split, rises: rateAfter > rateBefore };
  }
  const spread = pearson(counts.slice(0, best.split)) + pearson(counts.slice(best.split));
  const dispersion = Math.max(1, spread / (weeks - 2));
  if (best.ratio / dispersion <= criticalFor(dispersion, weeks)) return 0;
  return best.rises ? 1 : -1;
}
