/** The middle of some measurements, and what all but the slowest hundredth stay below. */
export type Quantiles = { readonly p50: number; readonly p99: number };

/** Quantiles by nearest rank, to a tenth; NaN of nothing. */
export function quantiles(values: readonly number[]): Quantiles {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => {
    const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
    return Math.round(value * 10) / 10;
  };
  return { p50: at(0.5), p99: at(0.99) };
}
