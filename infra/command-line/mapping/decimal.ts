/** A decimal number without rounding: `units` × 10^−`scale`. */
export type Decimal = { readonly units: bigint; readonly scale: number };

export const zero: Decimal = { units: 0n, scale: 0 };

const decimalForm = /^([+-]?)(\d{1,18})(?:\.(\d{1,30}))?$/;

/** Reads `12`, `-3.50` or `+0.001`; null for anything else, such as `1,000.00`, `1e3` or an empty text. */
export function parseDecimal(text: string): Decimal | null {
  const found = decimalForm.exec(text.trim());
  if (found === null) return null;
  const [, sign = '', whole = '', fraction = ''] = found;
  const units = BigInt(whole + fraction);
  return { units: sign === '-' ? -units : units, scale: fraction.length };
}

/** What parts whole from fraction in a number. */
export type DecimalMark = '.' | ',';

const commaForm = /^([+-]?)(\d{1,3}(?:\.\d{3})+|\d+)(?:,(\d+))?$/;

/**
 * A number as `parseDecimal` reads it. Where the mark is a comma, points part thousands (`1.234,50` → `1234.50`), and what
 * is no number is empty; where it is a point, any text stays as it is.
 */
export function withDecimalPoint(text: string, mark: DecimalMark): string {
  if (mark === '.') return text;
  const found = commaForm.exec(text.trim());
  if (found === null) return '';
  const [, sign = '', whole = '', fraction] = found;
  return `${sign}${whole.replaceAll('.', '')}${fraction === undefined ? '' : `.${fraction}`}`;
}

function atScale(value: Decimal, scale: number): bigint {
  if (value.scale === scale || value.units === 0n) return value.units;
  return value.units * 10n ** BigInt(scale - value.scale);
}

/** Exact sum. */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

/** Exact product. */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return { units: a.units * b.units, scale: a.scale + b.scale };
}

/** The same distance from zero on the other side. */
export function negateDecimal(value: Decimal): Decimal {
  return { units: -value.units, scale: value.scale };
}

/**
 * Rounds money in major units to whole minor units (hundredths), halves away from zero: 0.005 → 1, −0.005 → −1. Null if
 * the result is beyond exact integers.
 */
export function roundToMinor(value: Decimal): number | null {
  const scale = Math.max(value.scale, 2);
  const divisor = 10n ** BigInt(scale - 2);
  const units = atScale(value, scale);
  const away = units < 0n ? -(divisor / 2n) : divisor / 2n;
  const minor = Number((units + away) / divisor);
  return Number.isSafeInteger(minor) ? minor : null;
}

/** The number in full, such as `-12.50`; `parseDecimal` reads it back. */
export function decimalText(value: Decimal): string {
  const digits = (value.units < 0n ? -value.units : value.units).toString().padStart(value.scale + 1, '0');
  const split = digits.length - value.scale;
  const fraction = value.scale === 0 ? '' : `.${digits.slice(split)}`;
  return `${value.units < 0n ? '-' : ''}${digits.slice(0, split)}${fraction}`;
}
