import type { Json, JsonObject } from '#contracts/json.ts';
import { type PropertyType, plainType } from './property-type.ts';

/** Largest amount of one event, in minor units: keeps sums of thousands of events exact. */
export const maximumAmountMinor = 1_000_000_000_000;

const maximumAmount = maximumAmountMinor / 100;

/** Longest text that is read as an amount. */
const longestAmount = 40;

/** Up to ten digits before the point, or the very largest amount; leading zeros are free. */
const digits = '0*(?:\\d{1,10}(?:\\.\\d*)?|10{10}(?:\\.0*)?|\\.\\d+)';
const signedDecimal = `^\\s*[+-]?${digits}\\s*$`;
const unsignedDecimal = `^\\s*\\+?${digits}\\s*$`;

function amountType(must: string, least: number, source: string): PropertyType {
  const pattern = new RegExp(source, 'u');
  const schema: JsonObject = {
    anyOf: [
      { type: 'number', minimum: least, maximum: maximumAmount },
      { type: 'string', maxLength: longestAmount, pattern: source },
    ],
  };
  return plainType(must, schema, (value) => {
    if (typeof value === 'number') return value >= least && value <= maximumAmount;
    return typeof value === 'string' && value.length <= longestAmount && pattern.test(value);
  });
}

const anyAmount = amountType('an amount of money', -maximumAmount, signedDecimal);
const amountReturned = amountType('the money that went back, 0 or more', 0, unsignedDecimal);

/** An amount of money in major units: a number (12.34), or a decimal text (`"12.34"`). */
export function amount(): PropertyType {
  return anyAmount;
}

/** An amount of money of 0 or more. */
export function amountFromZero(): PropertyType {
  return amountReturned;
}

/**
 * Reads money in major units (a number, or a decimal text) as minor units, half a cent away from zero; null if it is
 * none, or larger than `maximumAmountMinor`.
 */
export function amountMinor(value: Json | undefined): number | null {
  if (value === undefined || !anyAmount.accepts(value)) return null;
  const major = Number(value);
  // The tiny part undoes binary fractions such as 1.005 × 100 = 100.49999999999999.
  const minor = Math.round(Math.abs(major) * 100 * (1 + Number.EPSILON));
  return major < 0 && minor > 0 ? -minor : minor;
}
