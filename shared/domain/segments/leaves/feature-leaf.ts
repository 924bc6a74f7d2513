import type { PlainValue } from '#contracts/event-selector.ts';
import type { Comparison, RuleLeaf } from '#contracts/segment-rule.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { FeatureValue, Reading } from '#domain/features/reading.ts';
import type { CompiledLeaf } from '#domain/segments/compiled-leaf.ts';
import type { RuleSubject } from '#domain/segments/compiled-segment.ts';
import { holding } from '#domain/segments/holding.ts';
import { nextFlipMs, type ValueTest } from './next-flip.ts';

export type FeatureRuleLeaf = Extract<RuleLeaf, { readonly feature: string }>;

/** The numbers that meet a comparison: from `low` to `high`, or all others. */
type NumberRange = {
  readonly low: number;
  readonly withLow: boolean;
  readonly high: number;
  readonly withHigh: boolean;
  readonly isOutside: boolean;
};

const least = Number.NEGATIVE_INFINITY;
const most = Number.POSITIVE_INFINITY;

function rangeOf(is: Comparison, threshold: number): NumberRange {
  const from = { low: threshold, high: most, withHigh: true, isOutside: false };
  const to = { low: least, withLow: true, high: threshold, isOutside: false };
  switch (is) {
    case 'at least':
      return { ...from, withLow: true };
    case 'more than':
      return { ...from, withLow: false };
    case 'at most':
      return { ...to, withHigh: true };
    case 'less than':
      return { ...to, withHigh: false };
    default:
      return { low: threshold, withLow: true, high: threshold, withHigh: true, isOutside: is === 'not equal to' };
  }
}

/** Most leaves compare numbers, and are asked for every customer: this makes no call for each. */
function isWithin(value: FeatureValue, { low, withLow, high, withHigh, isOutside }: NumberRange): boolean {
  if (typeof value !== 'number') return false;
  const isInside = (value > low || (withLow && value === low)) && (value < high || (withHigh && value === high));
  return isInside !== isOutside;
}

function oneOf(values: readonly PlainValue[]): ValueTest {
  const wanted = new Set<FeatureValue>(values);
  const numbers = values.filter((value) => typeof value === 'number');
  return { holds: (value) => wanted.has(value), turnsAt: numbers.toSorted((a, b) => a - b) };
}

/** What a leaf that compares asks of numbers; null for all others. */
function numberRange(leaf: FeatureRuleLeaf): NumberRange | null {
  if (leaf.op === 'compare') return rangeOf(leaf.is, leaf.threshold);
  if (leaf.op !== 'between') return null;
  return { low: leaf.from, withLow: true, high: leaf.to, withHigh: true, isOutside: false };
}

/** What any other leaf asks of the value of its feature. A value that is missing, or of another type, is never as asked. */
function otherTest(leaf: FeatureRuleLeaf): ValueTest {
  switch (leaf.op) {
    case 'one of':
      return oneOf(leaf.values);
    case 'contains': {
      const text = leaf.text.toLowerCase();
      return { holds: (value) => typeof value === 'string' && value.toLowerCase().includes(text), turnsAt: [] };
    }
    default:
      return { holds: (value) => value !== null, turnsAt: [] };
  }
}

/** Somebody with what was read of it already. */
export type ReadSubject = FeatureSubject & Pick<RuleSubject, 'readings'>;

/** What a feature says of a subject; each is read once however many leaves ask. */
export function readingOf(feature: CompiledFeature, subject: ReadSubject): Reading {
  const known = subject.readings[feature.index];
  if (known !== undefined) return known;
  const reading = feature.read(subject);
  subject.readings[feature.index] = reading;
  return reading;
}

function holdingOf(feature: CompiledFeature, test: ValueTest): CompiledLeaf['holding'] {
  return (subject) => {
    const reading = readingOf(feature, subject);
    const holds = test.holds(reading.value);
    if (reading.perMs === 0) return holding(holds, reading.untilMs);
    return holding(holds, nextFlipMs(feature, subject, reading, test));
  };
}

function holdingOfRange(feature: CompiledFeature, range: NumberRange): CompiledLeaf['holding'] {
  const turnsAt = [...new Set([range.low, range.high])].filter(Number.isFinite);
  const test: ValueTest = { holds: (value) => isWithin(value, range), turnsAt };
  return (subject) => {
    const reading = readingOf(feature, subject);
    const holds = isWithin(reading.value, range);
    if (reading.perMs === 0) return holding(holds, reading.untilMs);
    return holding(holds, nextFlipMs(feature, subject, reading, test));
  };
}

/** A leaf about the value of a feature. */
export function featureLeaf(leaf: FeatureRuleLeaf, feature: CompiledFeature): CompiledLeaf {
  const range = numberRange(leaf);
  return {
    holding: range === null ? holdingOf(feature, otherTest(leaf)) : holdingOfRange(feature, range),
    value: (subject) => readingOf(feature, subject).value,
    isKnown: (subject) => feature.isKnown(subject),
    isKnownByCells: feature.isKnownByCells,
    cells: feature.cells,
  };
}
