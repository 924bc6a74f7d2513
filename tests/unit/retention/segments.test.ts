import { describe, expect, test } from 'vitest';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { retention } from '#retention/retention.ts';

describe('retention', () => {
  test('retention explains each of its segments in a sentence', () => {
    const sentences = retention.segments.map(({ definition: { name, rule } }) => [
      name,
      ruleSentence(rule, retention.features),
    ]);
    expect(Object.fromEntries(sentences)).toEqual({
      new: 'time since the first activity is less than 14 days',
      active: 'time since the last activity is less than 14 days',
      'slipping-away': 'time since the last activity is at least 14 days',
      lost: 'time since the last activity is at least 90 days',
      'at-risk': 'churn risk is high and time since the last activity is less than 90 days',
      'high-value': 'money paid less money returned is at least 250',
      'cart-abandoned':
        'the last cart came after the last purchase and the last cart came after the last subscription start and time since the cart was last filled is at least 30 minutes and time since the cart was last filled is less than 3 days',
      'never-activated':
        'time since the first activity is at least 7 days and number of uses of a product feature is exactly 0 and number of purchases is exactly 0 and number of subscriptions started is exactly 0',
      'blocked-beginner':
        'time since the first activity is less than 30 days and number of steps of onboarding that are done is at least 1 and number of steps of onboarding that are done is less than 3 and (errors in 7 days are at least 3 or number of support tickets that are not resolved, of the 2 that changed last is at least 1 or time since the last step of onboarding is at least 3 days)',
      'power-user': 'active days in 28 days are at least 12',
      'weekend-power-user':
        'active days in 90 days are at least 8 and share of the activities of 90 days that fall on a weekend is at least 60 %',
      'declining-high-value':
        '(is in "high-value" or yearly recurring revenue is at least 1,200) and change of the rate of activity in 13 weeks (−1 fell, 1 rose) is exactly −1 and time since the last activity is less than 90 days',
      'discount-hunter':
        'number of purchases is at least 3 and share of the purchases with a discount is at least 75 %',
      'at-plan-limit':
        'a limit hit happened within the last 14 days or share of the plan’s limit that is used up is at least 90 %',
      'payment-trouble':
        'a payment failure happened within the last 30 days and the last payment failure came after the last purchase and the last payment failure came after the last subscription start and a payment failure was not followed by "Subscription Renewed" within 30 days (among the last of each)',
      'champion-left':
        'time since the last activity in the role of champion (context.traits.role of the event) is at least 21 days and time since anybody of the account was active is less than 14 days',
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
