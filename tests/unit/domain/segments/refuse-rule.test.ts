import { describe, expect, test } from 'vitest';
import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import { refuseSegment } from '#domain/segments/refuse-rule.ts';
import { all, atLeast, happenedAfter, not, segment } from '#domain/segments/rule-builders.ts';
import { orders } from '../example-definitions.ts';
import { definitionOf } from '../features/compiling.ts';
import { plan, vip } from './rule-features.ts';

const renewedAt = definitionOf('renewedAt', plan.of, { type: 'time' });
const ofAccount = definitionOf('seats', orders.of, { subject: 'account' });
const features = new Map([orders, plan, vip, renewedAt, ofAccount].map((one) => [one.name, { definition: one }]));
const one = (name: string, subject: SegmentDefinition['subject'], rule: SegmentRule) =>
  segment(name, { version: 1, description: 'Some.', subject, rule });
const segments = [
  one('people', 'customer', atLeast(orders, 1)),
  one('firms', 'account', { op: 'exists', feature: 'seats' }),
];

function refuse(rule: SegmentRule, subject: SegmentDefinition['subject'] = 'customer'): () => void {
  return () => refuseSegment(one('it', subject, rule), { features, segments });
}

const nested = (depth: number): SegmentRule =>
  Array.from({ length: depth - 1 }).reduce<SegmentRule>((inner) => not(inner), atLeast(orders, 1));
const wide = (count: number): SegmentRule => {
  const part: SegmentRule = { op: 'any', of: Array.from({ length: 50 }, () => atLeast(orders, 1)) };
  return { op: 'all', of: [...Array.from({ length: Math.floor(count / 50) }, () => part), atLeast(orders, 1)] };
};

describe('refuseSegment', () => {
  test.each<[string, SegmentRule]>([
    ['the feature "luck" is not declared', { op: 'exists', feature: 'luck' }],
    ['the feature "seats" is of accounts, and the rule is about customers', { op: 'exists', feature: 'seats' }],
    [
      'the feature "plan" is a text; compare it by "one of"',
      { op: 'compare', feature: 'plan', is: 'at least', threshold: 1 },
    ],
    ['the feature "vip" is a boolean; compare it by "one of"', { op: 'between', feature: 'vip', from: 0, to: 1 }],
    ['the feature "orders" is a number, which contains no text', { op: 'contains', feature: 'orders', text: '1' }],
    ['the feature "orders" is a number, and is never "1"', { op: 'one of', feature: 'orders', values: [1, '1'] }],
    ['the feature "plan" is a text, and is never true', { op: 'one of', feature: 'plan', values: [true] }],
    ['the feature "renewedAt" is a time', { op: 'compare', feature: 'renewedAt', is: 'at least', threshold: 1 }],
    ['nothing is between 3 and 2; name the smaller one first', { op: 'between', feature: 'orders', from: 3, to: 2 }],
    ['the last cart never comes after itself', happenedAfter('last cart', 'last cart')],
    ['the segment "nowhere" is not declared', { op: 'segment', name: 'nowhere' }],
    [
      '"firms" is a segment of accounts, for which a rule about customers asks by "account in"',
      { op: 'segment', name: 'firms' },
    ],
    [
      '"people" is a segment of customers, for which a rule about customers asks by "segment"',
      { op: 'account in', segment: 'people' },
    ],
    ['asks by "segment", not by "members in"', { op: 'members in', segment: 'people', atLeast: 1 }],
    ['it is 21 levels deep, and 20 is the most', nested(21)],
    ['it asks 201 questions, and 200 is the most', wide(200)],
  ])('refuseSegment says that %s', (reason, rule) => {
    expect(refuse(rule)).toThrow('Cannot declare the segment "it": ');
    expect(refuse(rule)).toThrow(reason);
    expect(refuse(all(atLeast(orders, 1), not(rule)))).toThrow('Cannot declare the segment "it": ');
  });

  test.each<[string, SegmentRule]>([
    [
      '"firms" is a segment of accounts, for which a rule about accounts asks by "segment"',
      { op: 'account in', segment: 'firms' },
    ],
    [
      '"people" is a segment of customers, for which a rule about accounts asks by "members in"',
      { op: 'segment', name: 'people' },
    ],
    ['accounts are in no cluster', { op: 'cluster', in: ['loyal'] }],
    ['the feature "orders" is of customers, and the rule is about accounts', atLeast(orders, 1)],
  ])('refuseSegment says of the rule of an account that %s', (reason, rule) => {
    expect(refuse(rule, 'account')).toThrow(reason);
  });

  test.each<[SegmentRule, SegmentDefinition['subject']]>([
    [nested(20), 'customer'],
    [wide(150), 'customer'],
    [{ op: 'exists', feature: 'renewedAt' }, 'customer'],
    [{ op: 'segment', name: 'people' }, 'customer'],
    [{ op: 'account in', segment: 'firms' }, 'customer'],
    [{ op: 'members in', segment: 'people', atLeast: 2 }, 'account'],
    [{ op: 'segment', name: 'firms' }, 'account'],
    [{ op: 'exists', feature: 'seats' }, 'account'],
  ])('refuseSegment takes %j of a %s', (rule, subject) => {
    expect(refuse(rule, subject)).not.toThrow();
  });

  test('refuseSegment looks at the rule to stay too', () => {
    const staying = {
      ...one('it', 'customer', atLeast(orders, 1)),
      staysWhile: { op: 'segment' as const, name: 'firms' },
    };
    expect(() => refuseSegment(staying, { features, segments })).toThrow(
      'of the rule to stay, "firms" is a segment of',
    );
  });
});
