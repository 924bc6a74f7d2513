import type { PlainValue } from '#contracts/event-selector.ts';
import type { Moment } from '#contracts/moment.ts';
import { parsedOnce } from '#contracts/parsed-once.ts';
import {
  type Comparison,
  type SegmentDefinition,
  type SegmentRule,
  segmentDefinitionSchema,
} from '#contracts/segment-rule.ts';
import type { RiskBand } from '#contracts/transition.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { duration, type Length } from './event-rules.ts';

type NumberFeature = FeatureDefinition<'number'>;

function finite(feature: NumberFeature, threshold: number): number {
  if (Number.isFinite(threshold)) return threshold;
  throw new Error(`Cannot compare the feature ${feature.name}: the threshold is ${threshold}; give a finite number`);
}

function compare(feature: NumberFeature, is: Comparison, threshold: number): SegmentRule {
  return { op: 'compare', feature: feature.name, is, threshold: finite(feature, threshold) };
}

/** The feature is the threshold or more. Throws, as all comparisons do, if the threshold is not a finite number. */
export function atLeast(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'at least', threshold);
}

/** The feature is above the threshold. */
export function moreThan(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'more than', threshold);
}

/** The feature is the threshold or less. */
export function atMost(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'at most', threshold);
}

/** The feature is below the threshold. */
export function lessThan(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'less than', threshold);
}

/** The feature is exactly this number; a time that passes is so for one millisecond. */
export function equalTo(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'equal to', threshold);
}

/** The feature has a value, and it is another number than this. */
export function notEqualTo(feature: NumberFeature, threshold: number): SegmentRule {
  return compare(feature, 'not equal to', threshold);
}

/** The feature is `from`, `to`, or between them. Throws if `from` is above `to`. */
export function between(feature: NumberFeature, from: number, to: number): SegmentRule {
  if (finite(feature, from) > finite(feature, to)) {
    throw new Error(`Cannot compare the feature ${feature.name}: ${from} is above ${to}; name the smaller one first`);
  }
  return { op: 'between', feature: feature.name, from, to };
}

/** The feature is one of these values. Throws where there are none, or more than 100. */
export function oneOf<Type extends 'number' | 'text' | 'boolean'>(
  feature: FeatureDefinition<Type>,
  ...values: { number: number; text: string; boolean: boolean }[Type][]
): SegmentRule {
  if (values.length < 1 || values.length > 100) {
    throw new Error(`Cannot compare the feature ${feature.name} with ${values.length} values; give 1 to 100`);
  }
  const plain: PlainValue[] = [...values];
  return { op: 'one of', feature: feature.name, values: plain };
}

/** The text of the feature has this in it, in capitals or not. Throws if it is empty. */
export function contains(feature: FeatureDefinition<'text'>, text: string): SegmentRule {
  if (text === '') throw new Error(`Cannot look into the feature ${feature.name}: the text to look for is empty`);
  return { op: 'contains', feature: feature.name, text };
}

/** The feature has a value. */
export function exists(feature: FeatureDefinition): SegmentRule {
  return { op: 'exists', feature: feature.name };
}

/** The feature, which says yes or no, says yes. */
export function isTrue(feature: FeatureDefinition<'boolean'>): SegmentRule {
  return oneOf(feature, true);
}

/** The churn risk is in one of the bands. */
export function riskIs(...bands: [RiskBand, ...RiskBand[]]): SegmentRule {
  return { op: 'risk band', in: bands };
}

/** One moment has happened, and the other has not, or earlier. */
export function happenedAfter(moment: Moment, than: Moment): SegmentRule {
  return { op: 'happened after', moment, than };
}

/** Every one of the rules holds. */
export function all(...rules: [SegmentRule, ...SegmentRule[]]): SegmentRule {
  return { op: 'all', of: rules };
}

/** At least one of the rules holds. */
export function any(...rules: [SegmentRule, ...SegmentRule[]]): SegmentRule {
  return { op: 'any', of: rules };
}

/** The rule does not hold. */
export function not(rule: SegmentRule): SegmentRule {
  return { op: 'not', rule };
}

/** What is said of a segment beside its name. */
export type SegmentOptions = {
  /** Counts up when what the segment means changes. */
  readonly version: number;
  readonly description: string;
  readonly rule: SegmentRule;
  /** Who is in stays while this holds; by the same rule, unless told otherwise. Nobody enters who would not stay. */
  readonly staysWhile?: SegmentRule;
  /** Nobody leaves before so long; at once, unless told otherwise. */
  readonly minimumStay?: Length;
  /** How those are told of whom a new definition finds; silently, unless told otherwise. */
  readonly takeIn?: SegmentDefinition['takeIn'];
  /** On, unless told otherwise. */
  readonly enabled?: boolean;
  /** Customers, unless told otherwise. */
  readonly subject?: SegmentDefinition['subject'];
};

/** What people ask for that cannot be kept true at every moment, and what to ask for instead. */
const askedInVain: Readonly<Record<string, string>> = {
  'percent of':
    'a share of all customers turns with what any other customer does, at a moment that nobody could know; compare a score against the population',
  'in any order': 'order does not matter to all(did(…), did(…))',
  'count over': 'the newest 20 times are kept; compare a count over days',
  'did not then': 'a step that is missing is not(didThen(…)) together with did(…)',
};

function at(value: unknown, path: readonly PropertyKey[]): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  return typeof value === 'object' && value !== null ? at(Reflect.get(value, step), rest) : undefined;
}

/** Declares a segment. Throws, naming the segment, the value and what to do, if its name or its rule is malformed. */
export function segment(name: string, options: SegmentOptions): SegmentDefinition {
  const { version, description, rule, staysWhile = null, minimumStay } = options;
  const { takeIn = 'silently', enabled = true, subject = 'customer' } = options;
  const stay = minimumStay === undefined ? null : duration(minimumStay);
  const declared = { name, version, description, subject, rule, staysWhile, minimumStay: stay, takeIn, enabled };
  const parsed = segmentDefinitionSchema.safeParse(declared, parsedOnce);
  if (parsed.success) return parsed.data;
  const { path = [], message } = parsed.error.issues[0] ?? {};
  const value = at(declared, path);
  const advice = typeof value === 'string' && path.at(-1) === 'op' ? askedInVain[value] : undefined;
  const got = typeof value === 'string' || typeof value === 'number' ? `, got ${JSON.stringify(value)}` : '';
  throw new Error(`Cannot declare the segment "${name}": ${path.join('.')} ${advice ?? `${message}${got}`}`);
}
