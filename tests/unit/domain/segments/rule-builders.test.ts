import { describe, expect, test } from 'vitest';
import { segmentRuleSchema } from '#contracts/segment-rule.ts';
import {
  all,
  any,
  atLeast,
  happenedAfter,
  lessThan,
  moreThan,
  not,
  riskIs,
  segment,
} from '#domain/segments/rule-builders.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { exampleDefinitions, orders, quietDays, spent } from '../example-definitions.ts';

const declared = { version: 1, description: 'Some.', rule: atLeast(orders, 1) };

describe('the rule builders', () => {
  test('all, any, not and the leaves build the tree that is stored as JSON', () => {
    const rule = all(not(moreThan(orders, 2)), any(riskIs('low', 'high'), happenedAfter('last cart', 'last purchase')));
    expect(rule).toEqual({
      op: 'all',
      of: [
        { op: 'not', rule: { op: 'compare', feature: 'orders', is: 'more than', threshold: 2 } },
        {
          op: 'any',
          of: [
            { op: 'risk band', in: ['low', 'high'] },
            { op: 'happened after', moment: 'last cart', than: 'last purchase' },
          ],
        },
      ],
    });
    expect(segmentRuleSchema.parse(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
  });

  test.each([atLeast, moreThan, lessThan])('%o refuses a threshold that is no finite number', (builder) => {
    expect(() => builder(orders, Number.NaN)).toThrow('Cannot compare the feature orders: the threshold is NaN');
    expect(() => builder(orders, Number.POSITIVE_INFINITY)).toThrow('the threshold is Infinity');
  });

  test('segment gives back what was declared', () => {
    expect(segment('at-work', declared)).toEqual({ name: 'at-work', ...declared });
  });

  test.each([
    ['Upper', {}, 'name must be lower-case words'],
    ['two words', {}, 'name must be lower-case words'],
    ['', {}, 'name must be lower-case words'],
    ['fine', { version: 0 }, 'version'],
    ['fine', { version: 1.5 }, 'version'],
    ['fine', { description: '' }, 'description'],
    ['fine', { rule: { op: 'all' as const, of: [] } }, 'rule.of'],
    ['fine', { rule: { op: 'any' as const, of: Array.from({ length: 51 }, () => declared.rule) } }, 'rule.of'],
  ])('segment refuses "%s" with %j, naming the segment and the member', (name, change, problem) => {
    const declare = () => segment(name, { ...declared, ...change });
    expect(declare).toThrow(`Cannot declare the segment "${name}": `);
    expect(declare).toThrow(problem);
  });
});

describe('ruleSentence', () => {
  test.each([
    [atLeast(quietDays, 1), 'time since the last activity is at least 1 day'],
    [atLeast(quietDays, 2.5), 'time since the last activity is at least 2.5 days'],
    [lessThan(quietDays, 1 / 24), 'time since the last activity is less than 1 hour'],
    [lessThan(quietDays, 0.5), 'time since the last activity is less than 12 hours'],
    [lessThan(quietDays, 1 / 1440), 'time since the last activity is less than 1 minute'],
    [lessThan(quietDays, 0), 'time since the last activity is less than 0 days'],
    [moreThan(orders, 1), 'number of orders is more than 1 time'],
    [atLeast(spent, 250), 'money spent is at least 250'],
    [riskIs('medium', 'high'), 'churn risk is medium or high'],
    [happenedAfter('last cart', 'last purchase'), 'the last cart came after the last purchase'],
    [not(riskIs('low')), 'it is not so that churn risk is low'],
    [
      all(riskIs('low'), any(moreThan(orders, 2), not(all(riskIs('high'), atLeast(spent, 1))))),
      'churn risk is low and (number of orders is more than 2 times or it is not so that (churn risk is high and money spent is at least 1))',
    ],
  ])('ruleSentence of %j', (rule, sentence) => {
    expect(ruleSentence(rule, exampleDefinitions.features)).toBe(sentence);
  });
});
