import { describe, expect, test } from 'vitest';
import type { SegmentRule } from '#contracts/segment-rule.ts';
import { propertyIs } from '#domain/features/builders/conditions.ts';
import { event, meaning } from '#domain/features/builders/select.ts';
import { did, didThen, firstTime, notDone } from '#domain/segments/event-rules.ts';
import {
  all,
  any,
  atLeast,
  between,
  contains,
  equalTo,
  exists,
  happenedAfter,
  lessThan,
  moreThan,
  not,
  notEqualTo,
  oneOf,
  riskIs,
} from '#domain/segments/rule-builders.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { orders, quietDays, spent } from '../example-definitions.ts';
import { plan, vip } from './rule-features.ts';

const features = new Map(
  [
    orders,
    quietDays,
    spent,
    { ...plan, description: 'the plan' },
    { ...vip, description: 'being a VIP' },
    { ...orders, name: 'share', unit: 'share', description: 'share of discounts' },
    { ...orders, name: 'activeDays', unit: 'days', description: 'active days in 28 days' },
    { ...orders, name: 'change', unit: '', description: 'change of activity (−1 fell, 1 rose)' },
  ].map((definition) => [definition.name, { definition }]),
);
const exported = event('Feature Used', propertyIs('feature', 'export'));

const sentences: [SegmentRule, string][] = [
  [atLeast(quietDays, 1), 'time since the last activity is at least 1 day'],
  [atLeast(quietDays, 2.5), 'time since the last activity is at least 2.5 days'],
  [lessThan(quietDays, 1 / 24), 'time since the last activity is less than 1 hour'],
  [lessThan(quietDays, 0.5), 'time since the last activity is less than 12 hours'],
  [lessThan(quietDays, 1 / 1440), 'time since the last activity is less than 1 minute'],
  [lessThan(quietDays, 0), 'time since the last activity is less than 0 days'],
  [between(quietDays, 0.25, 3), 'time since the last activity is between 6 hours and 3 days'],
  [moreThan(orders, 1), 'number of orders is more than 1'],
  [equalTo(orders, 0), 'number of orders is exactly 0'],
  [notEqualTo(orders, 0), 'number of orders is not equal to 0'],
  [not(notEqualTo(orders, 0)), 'it is not so that number of orders is not equal to 0'],
  [not(atLeast(spent, 250)), 'money spent is not at least 250'],
  [{ op: 'compare', feature: 'share', is: 'at least', threshold: 0.075 }, 'share of discounts is at least 7.5 %'],
  [{ op: 'compare', feature: 'activeDays', is: 'at least', threshold: 12 }, 'active days in 28 days are at least 12'],
  [
    not({ op: 'compare', feature: 'activeDays', is: 'at least', threshold: 12 }),
    'active days in 28 days are not at least 12',
  ],
  [
    { op: 'compare', feature: 'change', is: 'equal to', threshold: -1 },
    'change of activity (−1 fell, 1 rose) is exactly −1',
  ],
  [atLeast(spent, 1_200), 'money spent is at least 1,200'],
  [not(did(meaning('purchase'), { within: { hours: 2 } })), 'there was no purchase within the last 2 hours'],
  [oneOf(plan, 'free', 'team', 'all'), 'the plan is "free", "team" or "all"'],
  [not(oneOf(vip, true)), 'being a VIP is not yes'],
  [contains(plan, 'plus'), 'the plan contains "plus"'],
  [not(contains(plan, 'plus')), 'the plan does not contain "plus"'],
  [exists(plan), 'the plan is known'],
  [riskIs('medium', 'high'), 'churn risk is medium or high'],
  [happenedAfter('last cart', 'last purchase'), 'the last cart came after the last purchase'],
  [not(riskIs('low')), 'churn risk is not low'],
  [did(meaning('purchase'), { within: { days: 1 } }), 'a purchase happened within the last day'],
  [
    did(exported, { atLeast: 3, within: { hours: 3 } }),
    '"Feature Used" with feature export happened at least 3 times within the last 3 hours',
  ],
  [
    not(did(exported, { atLeast: 3, within: { hours: 3 } })),
    '"Feature Used" with feature export happened fewer than 3 times within the last 3 hours',
  ],
  [
    didThen(meaning('cart'), meaning('purchase'), { within: { minutes: 30 } }),
    'a cart was followed by a purchase within 30 minutes (among the latest 5 of each)',
  ],
  [
    not(didThen(meaning('cart'), meaning('purchase'), { within: { minutes: 30 }, latest: 1 })),
    'a cart was not followed by a purchase within 30 minutes (among the last of each)',
  ],
  [notDone(meaning('login'), { for: { days: 14 } }), 'there was no login for 14 days'],
  [not(notDone(meaning('login'), { for: { days: 14 } })), 'it is not so that there was no login for 14 days'],
  [
    firstTime(meaning('review'), { within: { days: 2 } }),
    'a review happened for the first time within the last 2 days',
  ],
  [{ op: 'cluster', in: ['loyal', 'new'] }, 'the group of similar customers is "loyal" or "new"'],
  [{ op: 'segment', name: 'at-risk' }, 'is in "at-risk"'],
  [not({ op: 'segment', name: 'at-risk' }), 'is not in "at-risk"'],
  [{ op: 'account in', segment: 'big' }, 'belongs to an account in "big"'],
  [not({ op: 'account in', segment: 'big' }), 'belongs to no account in "big"'],
  [{ op: 'members in', segment: 'lost', atLeast: 1 }, 'at least 1 member is in "lost"'],
  [not({ op: 'members in', segment: 'lost', atLeast: 3 }), 'fewer than 3 members are in "lost"'],
  [
    all(not(notDone(meaning('login'), { for: { days: 14 } })), moreThan(orders, 2)),
    '(it is not so that there was no login for 14 days) and number of orders is more than 2',
  ],
  [
    any(not(not(all(riskIs('high'), moreThan(orders, 2)))), riskIs('low')),
    '(it is not so that it is not so that (churn risk is high and number of orders is more than 2)) or churn risk is low',
  ],
  [
    all(riskIs('low'), any(moreThan(orders, 2), not(all(riskIs('high'), atLeast(spent, 1))))),
    'churn risk is low and (number of orders is more than 2 or it is not so that (churn risk is high and money spent is at least 1))',
  ],
];

describe('ruleSentence', () => {
  test.each(sentences)('ruleSentence of %j', (rule, sentence) => {
    expect(ruleSentence(rule, features)).toBe(sentence);
  });

  test('ruleSentence calls a feature that is not declared by its name', () => {
    expect(ruleSentence(atLeast(orders, 2), new Map())).toBe('orders is at least 2');
  });
});
