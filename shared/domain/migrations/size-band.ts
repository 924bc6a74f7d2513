/** Between how many members a segment has on a usual day. */
export type SizeBand = { readonly low: number; readonly high: number; readonly median: number; readonly days: number };

/** Days that say what is usual. Fewer than `leastDays` say nothing. */
export const bandDays = 28;
const leastDays = 7;

/** Alerts stay away from what is small, whatever its spread: so many members, and such a share of what is usual. */
const leastMembers = 10;
const leastShare = 0.1;

/** How far from the median is unusual, in standard deviations of a normal distribution with the same spread. */
const deviations = 3;

/** Makes of the median absolute deviation the standard deviation of a normal distribution: 1 / Φ⁻¹(3/4). */
const deviationOfMad = 1.4826;

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = Number.isInteger(middle)
    ? [sorted[middle - 1], sorted[middle]]
    : [sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/**
 * The usual band of a size, from its sizes on the days before: the median, more or less three robust standard deviations, and never
 * narrower than the floor. Null where too few days are known. Source: Rousseeuw and Croux, "Alternatives to the Median Absolute
 * Deviation", JASA 88 (1993).
 */
export function sizeBand(sizes: readonly number[]): SizeBand | null {
  if (sizes.length < leastDays) return null;
  const median = medianOf(sizes);
  const spread = deviations * deviationOfMad * medianOf(sizes.map((size) => Math.abs(size - median)));
  const floor = Math.max(leastMembers, leastShare * median);
  const reach = Math.max(spread, floor);
  return { low: Math.max(0, median - reach), high: median + reach, median, days: sizes.length };
}
