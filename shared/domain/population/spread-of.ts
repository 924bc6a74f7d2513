import type { FeatureSpread } from '#contracts/population.ts';

/**
 * The four values that part others into fifths: the i-th is the smallest value that at least i fifths of them do not
 * exceed. Null where there are none. Source: the inverse of the empirical distribution function, Hyndman & Fan 1996,
 * definition 1.
 */
export function fifthsOf(values: readonly number[]): FeatureSpread['fifths'] | null {
  // −0 would come back from storage as 0.
  const ascending = Float64Array.from(values, (value) => value + 0).sort();
  // Whole numbers are compared: i ÷ 5 × n would round.
  const border = (i: number) => ascending[Math.ceil((i * ascending.length) / 5) - 1];
  const [first, second, third, fourth] = [border(1), border(2), border(3), border(4)];
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return null;
  return [first, second, third, fourth];
}

/** How the values of one feature lie, all customers' taken together. Null where nobody has a value. */
export function spreadOf(values: readonly number[]): FeatureSpread | null {
  const fifths = fifthsOf(values);
  if (fifths === null) return null;
  return { customers: values.length, mean: values.reduce((sum, value) => sum + value, 0) / values.length, fifths };
}
