import { maximumAmountMinor } from './amount-minor.ts';

/** A decimal number without rounding: `units` × 10^−`scale`. */
type Decimal = { readonly units: bigint; readonly scale: number };

/** A rate by which amounts of another currency are multiplied, exactly as it was declared. */
export type ExchangeRate = Decimal;

const decimalForm = /^\s*([+-]?)(\d*)\.?(\d*)(?:e([+-]?\d{1,3}))?\s*$/;

/**
 * The exact value of a decimal text, or of the shortest text that JSON has for a number (`1e-7`); null for another
 * text.
 */
function decimalOf(value: string | number): Decimal | null {
  const found = decimalForm.exec(String(value));
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = found;
  if (whole + fraction === '') return null;
  const units = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

/** The largest rate; its reciprocal is the smallest. */
const largestRate = 1_000_000_000;

/** A rate as it is declared; null if it is no number above 0, or so large or small that it must be a mistake. */
export function exchangeRate(rate: number): ExchangeRate | null {
  if (!(rate >= 1 / largestRate && rate <= largestRate)) return null;
  return decimalOf(rate);
}

/**
 * An amount in major units of one currency → minor units of another, half a cent away from zero, in exact decimal
 * arithmetic. Null for what is no decimal number, and for a result larger than `maximumAmountMinor`.
 */
export function convertToMinor(amount: string | number, rate: ExchangeRate): number | null {
  const decimal = decimalOf(amount);
  if (decimal === null) return null;
  const product = decimal.units * rate.units * 100n;
  const divisor = 10n ** BigInt(decimal.scale + rate.scale);
  const distance = product < 0n ? -product : product;
  const minor = Number((2n * distance + divisor) / (2n * divisor));
  if (minor > maximumAmountMinor) return null;
  return product < 0n && minor > 0 ? -minor : minor;
}
