import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountLinksSchema } from '#contracts/account-link.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { accountLinksOf, joinAccounts, maximumAccounts, mergeAccounts } from '#domain/profile/account-links.ts';
import { exampleEvent } from '../example-event.ts';

const none = noCustomerTraits.accounts;
const group = (accountId: string | null, timeMs: number) =>
  exampleEvent({ id: `${accountId} at ${timeMs}`, type: 'group', name: 'Group', accountId, timeMs });
const groups = fc.array(
  fc.record({ accountId: fc.nat({ max: 40 }).map((number) => `account ${number}`), timeMs: fc.nat({ max: 9 }) }),
  { maxLength: 60 },
);

describe('mergeAccounts', () => {
  test('mergeAccounts keeps of each account the first and the last time', () => {
    expect(mergeAccounts(none, [group('b', 5), group('a', 7), group('b', 3), group('b', 9)])).toEqual({
      links: [
        { accountId: 'a', firstMs: 7, lastMs: 7 },
        { accountId: 'b', firstMs: 3, lastMs: 9 },
      ],
      more: false,
    });
  });

  test('mergeAccounts passes over other events, and accounts that are none in particular', () => {
    const others = [exampleEvent({ accountId: 'a' }), group(null, 1), group('null', 1), group('', 1)];
    expect(mergeAccounts(none, others)).toEqual(none);
    expect(accountLinksOf(others)).toEqual([]);
  });

  test('mergeAccounts gives the same for every order, split and repetition, also beyond the bound', () => {
    fc.assert(
      fc.property(groups, fc.nat(), (drawn, at) => {
        const events = drawn.map(({ accountId, timeMs }) => group(accountId, timeMs));
        const once = mergeAccounts(none, events);
        const cut = at % (events.length + 1);
        const parts = [events.slice(cut), events, events.slice(0, cut)].map((part) => mergeAccounts(none, part));
        expect(parts.reduce(joinAccounts, none)).toEqual(once);
        expect(mergeAccounts(once, events.toReversed())).toEqual(once);
        expect(accountLinksSchema.parse(once)).toEqual(once);
        const distinct = [...new Set(drawn.map(({ accountId }) => accountId))].sort();
        expect(once.links.map((link) => link.accountId)).toEqual(distinct.slice(0, maximumAccounts));
        expect(once.more).toBe(distinct.length > maximumAccounts);
      }),
    );
  });
});
