import { describe, expect, test } from 'vitest';
import { type SegmentRule, segmentRuleSchema } from '#contracts/segment-rule.ts';
import { event, meaning } from '#domain/features/builders/select.ts';
import { did, didThen, firstTime, inDays, notDone } from '#domain/segments/event-rules.ts';
import {
  all,
  any,
  atLeast,
  atMost,
  between,
  contains,
  equalTo,
  exists,
  happenedAfter,
  isTrue,
  lessThan,
  moreThan,
  not,
  oneOf,
  riskIs,
  segment,
} from '#domain/segments/rule-builders.ts';
import { accountIn, inCluster, inSegment, membersIn } from '#domain/segments/standing-rules.ts';
import { orders } from '../example-definitions.ts';
import { plan, vip } from './rule-features.ts';

const declared = { version: 1, description: 'Some.', rule: atLeast(orders, 1) };
const ofAccounts = segment('accounts', { ...declared, subject: 'account' });
const ofCustomers = segment('customers', declared);
const purchase = meaning('purchase');

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

  test('did, didThen, notDone and firstTime say how often and how long', () => {
    expect(did(purchase, { atLeast: 3, within: { days: 7 } })).toEqual({
      op: 'did',
      what: purchase,
      atLeast: 3,
      within: { amount: 7, unit: 'days' },
    });
    expect(did(purchase, { within: { minutes: 90 } })).toMatchObject({ atLeast: 1, within: { unit: 'minutes' } });
    expect(didThen(event('A'), purchase, { within: { hours: 3 } })).toMatchObject({ latest: 5 });
    expect(notDone(purchase, { for: { days: 14 } })).toMatchObject({ for: { amount: 14, unit: 'days' } });
    expect(firstTime(purchase, { within: { hours: 1 } })).toMatchObject({ op: 'first time' });
  });

  test.each<[string, SegmentRule]>([
    ['between', between(orders, 1, 1)],
    ['oneOf', oneOf(plan, 'free', 'team')],
    ['contains', contains(plan, 'ea')],
    ['exists', exists(plan)],
    ['isTrue', isTrue(vip)],
    ['atMost', atMost(orders, 3)],
    ['equalTo', equalTo(orders, 0)],
    ['didThen', didThen(event('A'), purchase, { within: { hours: 3 }, latest: 20 })],
    ['inCluster', inCluster('champions')],
    ['inSegment', inSegment(ofCustomers)],
    ['accountIn', accountIn(ofAccounts)],
    ['membersIn', membersIn(ofCustomers, { atLeast: 3 })],
  ])('%s builds a leaf that the schema takes', (_, rule) => {
    expect(segmentRuleSchema.parse(rule)).toEqual(rule);
  });

  test('inDays is rounded as the time since something is', () => {
    for (let minutes = 1; minutes < 5_000; minutes += 1)
      expect(inDays({ minutes })).toBe((minutes * 60_000) / 86_400_000);
    expect(inDays({ hours: 6 })).toBe(0.25);
  });

  test.each([atLeast, moreThan, lessThan])('%o refuses a threshold that is no finite number', (builder) => {
    expect(() => builder(orders, Number.NaN)).toThrow('Cannot compare the feature orders: the threshold is NaN');
    expect(() => builder(orders, Number.POSITIVE_INFINITY)).toThrow('the threshold is Infinity');
  });

  test.each<[string, () => unknown, string]>([
    ['between', () => between(orders, 3, 2), '3 is above 2; name the smaller one first'],
    ['oneOf', () => oneOf(orders), 'with 0 values; give 1 to 100'],
    ['contains', () => contains(plan, ''), 'the text to look for is empty'],
    ['did', () => did(purchase, { atLeast: 21, within: { days: 1 } }), 'Cannot ask for 21 times: the newest 1 to 20'],
    ['did', () => did(purchase, { atLeast: 1.5, within: { days: 1 } }), 'Cannot ask for 1.5 times'],
    ['did', () => did(purchase, { within: { days: 0 } }), 'Cannot take 0 days for a length of time'],
    ['notDone', () => notDone(purchase, { for: { days: 4_000 } }), 'Cannot take 4000 days'],
    ['accountIn', () => accountIn(ofCustomers), '"customers" in this way: it is of customers; ask with inSegment'],
    ['membersIn', () => membersIn(ofAccounts), '"accounts" in this way: it is of accounts'],
    ['membersIn', () => membersIn(ofCustomers, { atLeast: 0 }), 'Cannot ask for 0 members in "customers"'],
  ])('%s refuses what cannot be, and says what to do', (_, build, problem) => {
    expect(build).toThrow(problem);
  });
});

describe('segment', () => {
  test('segment gives what was declared, and what goes without saying', () => {
    expect(segment('at-work', declared)).toEqual({
      name: 'at-work',
      ...declared,
      subject: 'customer',
      staysWhile: null,
      minimumStay: null,
      takeIn: 'silently',
      enabled: true,
    });
    expect(segment('at-work', { ...declared, minimumStay: { hours: 3 } }).minimumStay).toEqual({
      amount: 3,
      unit: 'hours',
    });
  });

  test.each([
    ['Upper', {}, 'name must be lower-case words joined by "-", got "Upper"'],
    ['two words', {}, 'name must be lower-case words'],
    ['', {}, 'name must be lower-case words'],
    ['fine', { version: 0 }, 'version'],
    ['fine', { version: 1.5 }, 'version'],
    ['fine', { description: '' }, 'description'],
    ['fine', { rule: { op: 'all' as const, of: [] } }, 'rule.of'],
    ['fine', { rule: { op: 'any' as const, of: Array.from({ length: 51 }, () => declared.rule) } }, 'rule.of'],
    ['fine', { staysWhile: { op: 'all' as const, of: [] } }, 'staysWhile.of'],
  ])('segment refuses "%s" with %j, naming the segment and the member', (name, change, problem) => {
    const declare = () => segment(name, { ...declared, ...change });
    expect(declare).toThrow(`Cannot declare the segment "${name}": `);
    expect(declare).toThrow(problem);
  });

  test.each([
    ['percent of', 'a share of all customers turns with what any other customer does'],
    ['in any order', 'order does not matter to all(did(…), did(…))'],
    ['count over', 'the newest 20 times are kept; compare a count over days'],
    ['did not then', 'a step that is missing is not(didThen(…))'],
    ['wishes for', 'rule.op'],
  ])('segment says of "%s" why it cannot be kept true, or that the language does not have it', (op, reason) => {
    const rule: unknown = { op, of: [] };
    const asRule = (value: unknown): value is SegmentRule => typeof value === 'object';
    if (!asRule(rule)) throw new Error('It is an object');
    expect(() => segment('fine', { ...declared, rule })).toThrow(reason);
  });
});
