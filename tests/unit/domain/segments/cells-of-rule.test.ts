import { describe, expect, test } from 'vitest';
import { event, meaning } from '#domain/features/builders/select.ts';
import { cellsOfRule } from '#domain/segments/cells-of-rule.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';
import { did, didThen, firstTime, notDone } from '#domain/segments/event-rules.ts';
import { all, any, atLeast, exists, happenedAfter, lessThan, not, riskIs } from '#domain/segments/rule-builders.ts';
import { orders, spent } from '../example-definitions.ts';
import { plan } from './rule-features.ts';

const looked = event('Looked');
const bought = meaning('purchase');

describe('cellsOfRule', () => {
  test('cellsOfRule keeps no more than the leaves ask for', () => {
    const days = { days: 3 };
    const totals = { kind: 'totals', of: looked, sum: null };
    expect(cellsOfRule(did(looked, { within: days }))).toEqual([totals]);
    expect(cellsOfRule(did(looked, { atLeast: 4, within: days }))).toEqual([{ kind: 'recent', of: looked, keep: 4 }]);
    expect(cellsOfRule(firstTime(looked, { within: days }))).toEqual([totals]);
    expect(cellsOfRule(not(notDone(looked, { for: days })))).toEqual([
      totals,
      { kind: 'totals', of: { events: { by: 'activity' }, where: [] }, sum: null },
    ]);
    expect(cellsOfRule(any(riskIs('low'), didThen(looked, bought, { within: days, latest: 2 })))).toEqual([
      { kind: 'recent', of: looked, keep: 2 },
      { kind: 'recent', of: bought, keep: 2 },
    ]);
    expect(cellsOfRule(all(atLeast(orders, 1), happenedAfter('last cart', 'last purchase')))).toEqual([]);
  });
});

describe('comparedFeatures', () => {
  test('comparedFeatures names each feature once, in order of appearance', () => {
    const rule = all(not(atLeast(spent, 1)), any(lessThan(orders, 2), atLeast(spent, 3), exists(plan)), riskIs('low'));
    expect(comparedFeatures(rule)).toEqual(['spent', 'orders', 'plan']);
  });
});
