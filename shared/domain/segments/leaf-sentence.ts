import { durationText } from '#contracts/duration.ts';
import type { PlainValue } from '#contracts/event-selector.ts';
import type { RuleLeaf } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { bareSelector, selectorSentence } from '#domain/features/selector-sentence.ts';

/** What features are called, and in what they count. */
export type NamedFeatures = ReadonlyMap<
  string,
  { readonly definition: Pick<FeatureDefinition, 'description' | 'unit'> }
>;

type FeatureLeaf = Extract<RuleLeaf, { readonly feature: string }>;

function plural(count: number, word: string): string {
  return `${grouped(count)} ${word}${count === 1 ? '' : 's'}`;
}

function listed(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join() : `${texts.slice(0, -1).join(', ')} or ${texts.at(-1)}`;
}

/** What is described, and how to speak of it. */
type Described = { readonly description: string; readonly unit: string; readonly isPlural: boolean };

/** A description up to its first preposition: `active days` of `active days in 28 days`. */
const headForm = /^.*?(?= (?:of|in|on|for|with|from|to|until|since|between|among|that|who|which|whose|less|as)\b|$)/;

/** Whether a description speaks of several: `activities in 7 days`, but not `number of activities in 7 days`. */
function isPluralNoun(description: string): boolean {
  const [head = ''] = headForm.exec(description) ?? [];
  return head.split(' ').some((word) => /[^s’'ui]s$/u.test(word));
}

/** Between two digits before the decimal point that multiples of three digits follow. */
const thousands = /(?<!\.\d*)\B(?=(?:\d{3})+(?!\d))/g;

/** A number with at most four decimals, as people write it: `1,250`, `−0.5`. */
function grouped(value: number): string {
  return String(Math.round(value * 1e4) / 1e4)
    .replace(thousands, ',')
    .replace('-', '−');
}

/** A number with its unit, as people say it: `3 hours`, `14 days`, `25 %`; `12` of what counts in its own words. */
function quantity(value: number, { unit, isPlural }: Pick<Described, 'unit' | 'isPlural'>): string {
  if (unit === 'share') return `${grouped(value * 100)} %`;
  if (unit !== 'days' || isPlural) return grouped(value);
  const minutes = Math.round(value * 24 * 60);
  if (value <= 0 || value >= 1 || minutes === 0) return plural(value, 'day');
  return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute');
}

function shown(value: PlainValue, described: Described): string {
  if (typeof value === 'number') return quantity(value, described);
  return typeof value === 'string' ? `"${value}"` : value ? 'yes' : 'no';
}

/** What is said of the feature, after "is" or "is not". */
function predicate(leaf: Exclude<FeatureLeaf, { op: 'contains' }>, described: Described): string {
  switch (leaf.op) {
    case 'compare':
      return `${leaf.is === 'equal to' ? 'exactly' : leaf.is} ${quantity(leaf.threshold, described)}`;
    case 'between':
      return `between ${quantity(leaf.from, described)} and ${quantity(leaf.to, described)}`;
    case 'one of':
      return listed(leaf.values.map((value) => shown(value, described)));
    case 'exists':
      return 'known';
  }
}

function featureSentence(leaf: FeatureLeaf, features: NamedFeatures, isSo: boolean): string {
  const found = features.get(leaf.feature)?.definition;
  const { description, unit } = found ?? { description: leaf.feature, unit: '' };
  if (leaf.op === 'contains') return `${description} ${isSo ? 'contains' : 'does not contain'} "${leaf.text}"`;
  const isPlural = found !== undefined && isPluralNoun(description);
  const verb = isPlural ? 'are' : 'is';
  return `${description} ${isSo ? verb : `${verb} not`} ${predicate(leaf, { description, unit, isPlural })}`;
}

/** A duration after "the last": `hour`, `3 hours`. */
function lastOf(duration: Parameters<typeof durationText>[0]): string {
  return `the last ${durationText(duration).replace(/^1 /, '')}`;
}

function didSentence({ what, atLeast, within }: Extract<RuleLeaf, { op: 'did' }>, isSo: boolean): string {
  if (atLeast > 1) {
    return `${selectorSentence(what)} happened ${isSo ? 'at least' : 'fewer than'} ${atLeast} times within ${lastOf(within)}`;
  }
  return isSo
    ? `${selectorSentence(what)} happened within ${lastOf(within)}`
    : `there was no ${bareSelector(what)} within ${lastOf(within)}`;
}

function didThenSentence(leaf: Extract<RuleLeaf, { op: 'did then' }>, isSo: boolean): string {
  const followed = `${isSo ? 'was' : 'was not'} followed by ${selectorSentence(leaf.next)}`;
  const among = leaf.latest === 1 ? 'the last of each' : `the latest ${leaf.latest} of each`;
  return `${selectorSentence(leaf.first)} ${followed} within ${durationText(leaf.within)} (among ${among})`;
}

function membersSentence({ segment, atLeast }: Extract<RuleLeaf, { op: 'members in' }>, isSo: boolean): string {
  if (!isSo)
    return atLeast === 1 ? `no member is in "${segment}"` : `fewer than ${atLeast} members are in "${segment}"`;
  return `at least ${atLeast === 1 ? '1 member is' : `${atLeast} members are`} in "${segment}"`;
}

/** Whether the contrary of a leaf can be said in its own words. */
export function hasContrary(leaf: RuleLeaf): boolean {
  // Before the first sign of life something has neither happened nor been missed; "is not not equal to" is no English.
  return leaf.op !== 'not done' && !(leaf.op === 'compare' && leaf.is === 'not equal to');
}

/** A leaf in plain English, for people who did not write it; turned into its contrary where `isSo` is false. */
export function leafSentence(leaf: RuleLeaf, features: NamedFeatures, isSo = true): string {
  if (!isSo && !hasContrary(leaf)) return `it is not so that ${leafSentence(leaf, features)}`;
  const not = isSo ? '' : ' not';
  switch (leaf.op) {
    case 'risk band':
      return `churn risk is${not} ${leaf.in.join(' or ')}`;
    case 'happened after':
      return `the ${leaf.moment} ${isSo ? 'came' : 'did not come'} after the ${leaf.than}`;
    case 'did':
      return didSentence(leaf, isSo);
    case 'did then':
      return didThenSentence(leaf, isSo);
    case 'not done':
      return `there was no ${bareSelector(leaf.what)} for ${durationText(leaf.for)}`;
    case 'first time':
      return `${selectorSentence(leaf.what)} ${isSo ? 'happened' : 'did not happen'} for the first time within ${lastOf(leaf.within)}`;
    case 'cluster':
      return `the group of similar customers is${not} ${listed(leaf.in.map((name) => `"${name}"`))}`;
    case 'segment':
      return `is${not} in "${leaf.name}"`;
    case 'account in':
      return `belongs to ${isSo ? 'an' : 'no'} account in "${leaf.segment}"`;
    case 'members in':
      return membersSentence(leaf, isSo);
    default:
      return featureSentence(leaf, features, isSo);
  }
}
