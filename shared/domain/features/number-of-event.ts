import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Json } from '#contracts/json.ts';
import { maximumAmountMinor } from '#domain/ingest/amount-minor.ts';
import { sentimentProperty } from '#domain/ingest/sentiment/with-sentiment.ts';
import type { NumberSource } from './cell.ts';
import type { EventMeaning } from './cells/cell-law.ts';
import { compileProperty } from './property-of-event.ts';

/** Largest number that one event may bring, in stored units: keeps sums of thousands of events exact. */
export const maximumNumber = maximumAmountMinor;

const longestNumber = 40;
const decimal = /^\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*$/;

/** A number, or a text that is one in decimals (`"12.34"`); null if it is none. */
export function numberIn(value: Json | undefined): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.length > longestNumber || !decimal.test(value)) return null;
  return Number(value);
}

/** In whole units of 1/scale, half a unit away from zero; null where that is more than can be summed exactly. */
function inUnits(value: number, scale: number): number | null {
  // The tiny part undoes binary fractions such as 1.005 × 100 = 100.49999999999999.
  const units = Math.round(Math.abs(value) * scale * (1 + Number.EPSILON));
  if (units > maximumNumber) return null;
  return value < 0 && units > 0 ? -units : units;
}

function ownScale(source: NumberSource): number | null {
  if (source.from === 'property') return source.scale;
  if (source.from === 'money') return 100;
  return source.from === 'sentiment' ? 1_000 : null;
}

/**
 * By what the stored numbers of these sources are divided: the scale of a property, 100 for money, 1,000 for sentiment.
 * Constants go by the others; 1 if they are alone. Throws where two sources differ, or a scale is none.
 */
export function scaleOf(sources: readonly NumberSource[]): number {
  const scales = [...new Set(sources.map(ownScale).filter((scale) => scale !== null))];
  const [scale = 1, other] = scales;
  if (other !== undefined) {
    throw new Error(`Cannot keep numbers in units of 1/${scale} and 1/${other} together: give them the same scale`);
  }
  if (!Number.isSafeInteger(scale) || scale < 1 || scale > 1_000_000) {
    throw new Error(`Cannot keep numbers in units of 1/${scale}: a scale is a whole number from 1 to 1,000,000`);
  }
  return scale;
}

/** Reads the number of an event, in whole units of 1/`scale`; null where it has none. */
export type NumberOfEvent = (event: CanonicalEvent, found: EventMeaning) => number | null;

/** Makes the reader of a number. Throws if a constant cannot be kept in units of 1/`scale`. */
export function compileNumber(source: NumberSource, scale: number): NumberOfEvent {
  switch (source.from) {
    case 'money':
      return (_, found) => found.minor;
    case 'constant': {
      const units = inUnits(source.number, scale);
      if (units === null || units / scale !== source.number) {
        throw new Error(`Cannot keep the number ${source.number} in units of 1/${scale}: use a larger scale`);
      }
      return () => units;
    }
    case 'sentiment':
      return (event) => {
        const score = event.properties[sentimentProperty];
        return typeof score === 'number' && Math.abs(score) <= 1 ? inUnits(score, scale) : null;
      };
    case 'property': {
      const propertyOf = compileProperty(source.property);
      return (event) => {
        const value = numberIn(propertyOf(event));
        return value === null ? null : inUnits(value, scale);
      };
    }
  }
}
