import { describe, expect, test } from 'vitest';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { retention } from '#retention/retention.ts';

describe('retention', () => {
  test('retention explains each of its segments in a sentence', () => {
    const sentences = retention.segments.map(({ name, rule }) => [name, ruleSentence(rule, retention.features)]);
    expect(Object.fromEntries(sentences)).toEqual({
      new: 'time since the first activity is less than 14 days',
      active: 'time since the last activity is less than 14 days',
      'slipping-away': 'time since the last activity is at least 14 days',
      lost: 'time since the last activity is at least 90 days',
      'at-risk': 'churn risk is high and time since the last activity is less than 90 days',
      'high-value': 'money paid less money returned is at least 250',
      'cart-abandoned':
        'the last cart came after the last purchase and time since the cart was last filled is at least 1 hour and time since the cart was last filled is less than 3 days',
    });
  });

  test('retention declares two playbooks, each with a holdout and a template that exists', () => {
    expect(retention.playbooks.map(({ name, segment, holdoutShare }) => [name, segment, holdoutShare])).toEqual([
      ['win-back', 'slipping-away', 0.1],
      ['save-high-value', 'at-risk', 0.1],
    ]);
    expect([...retention.templates.keys()]).toEqual(['win-back']);
  });
});
