import type { SegmentRule } from '#contracts/segment-rule.ts';
import type { FeatureDefinition } from '#domain/features/feature.ts';

function number(value: number, unit: string): string {
  if (unit === 'days' && value > 0 && value < 1) {
    const minutes = Math.round(value * 24 * 60);
    return minutes % 60 === 0 ? plural(minutes / 60, 'hour') : plural(minutes, 'minute');
  }
  if (unit === 'days') return plural(value, 'day');
  return unit === 'times' ? plural(value, 'time') : String(value);
}

function plural(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

/** A rule as a plain English sentence, for people who did not write it. */
export function ruleSentence(rule: SegmentRule, features: ReadonlyMap<string, FeatureDefinition>): string {
  const inside = (inner: SegmentRule) =>
    inner.op === 'all' || inner.op === 'any' ? `(${ruleSentence(inner, features)})` : ruleSentence(inner, features);
  switch (rule.op) {
    case 'all':
      return rule.of.map(inside).join(' and ');
    case 'any':
      return rule.of.map(inside).join(' or ');
    case 'not':
      return `it is not so that ${inside(rule.rule)}`;
    case 'risk band':
      return `churn risk is ${rule.in.join(' or ')}`;
    case 'happened after':
      return `the ${rule.moment} came after the ${rule.than}`;
    case 'compare': {
      const feature = features.get(rule.feature);
      return `${feature?.description ?? rule.feature} is ${rule.is} ${number(rule.threshold, feature?.unit ?? '')}`;
    }
  }
}
