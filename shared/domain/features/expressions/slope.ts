/**
 * The slope of the straight line through (0, y₀), (1, y₁), … by least squares: Σ(x − x̄)·y ÷ Σ(x − x̄)² (Legendre
 * 1805). Nothing for fewer than two points. For whole numbers the sums are exact.
 */
export function slope(values: readonly number[]): number | null {
  const count = values.length;
  if (count < 2) return null;
  // Twice the distance of x from the mean is whole; Σ(x − x̄)² is n(n² − 1) ÷ 12.
  let twice = 0;
  for (const [x, y] of values.entries()) twice += (2 * x - (count - 1)) * y;
  return (6 * twice) / (count * (count * count - 1));
}
