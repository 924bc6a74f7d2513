import type { SegmentRule } from '#contracts/segment-rule.ts';
import { hasContrary, leafSentence, type NamedFeatures } from './leaf-sentence.ts';

/** Whether "it is not so that …" would seem to reach over what comes after it. */
function runsOn(rule: SegmentRule): boolean {
  if (rule.op !== 'not' || rule.rule.op === 'all' || rule.rule.op === 'any') return false;
  return rule.rule.op === 'not' || !hasContrary(rule.rule);
}

/** A rule as a plain English sentence, for people who did not write it. */
export function ruleSentence(rule: SegmentRule, features: NamedFeatures): string {
  const inside = (inner: SegmentRule) =>
    inner.op === 'all' || inner.op === 'any' ? `(${ruleSentence(inner, features)})` : ruleSentence(inner, features);
  const among = (part: SegmentRule) => (runsOn(part) ? `(${ruleSentence(part, features)})` : inside(part));
  switch (rule.op) {
    case 'all':
      return rule.of.map(among).join(' and ');
    case 'any':
      return rule.of.map(among).join(' or ');
    case 'not': {
      const { rule: inner } = rule;
      const isLeaf = inner.op !== 'all' && inner.op !== 'any' && inner.op !== 'not';
      return isLeaf ? leafSentence(inner, features, false) : `it is not so that ${inside(inner)}`;
    }
    default:
      return leafSentence(rule, features);
  }
}
