import { beforeAll, describe, expect, test } from 'vitest';
import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { memberSortKeyPrefix, traitsSortKey } from '#adapters/aws/item-keys.ts';
import type { Evidence } from '../evidence.ts';
import { runPlan } from '../run-plan.ts';
import { noSpoiler } from '../spoiler.ts';
import { planOf } from '../workload/plan-of.ts';
import type { Deed, SimPlan } from '../workload/sim-event.ts';
import { linksOf } from './check-accounts.ts';
import { differencesOf } from './differences-of.ts';
import { withCustomers } from './spoilt-evidence.ts';

const group = (accountId: string | null, timeMs: number, type: Deed['type'] = 'group'): Deed => ({
  tenant: 'north',
  id: `${accountId} at ${timeMs}`,
  type,
  name: 'Group',
  userId: 'ada',
  anonymousId: null,
  accountId,
  timeMs,
  properties: {},
  context: {},
});

test('linksOf takes of each account the first and the last time, and passes over events that tell of none', () => {
  const deeds = [group('b', 5), group('a', 7), group('b', 3), group(null, 1), group('c', 1, 'page')];
  expect(linksOf(deeds)).toEqual([
    { accountId: 'a', firstMs: 7, lastMs: 7 },
    { accountId: 'b', firstMs: 3, lastMs: 5 },
  ]);
});

/** The items of a run with the first that is one changed, or left out where `change` gives null. Throws if none is. */
function withFirst(evidence: Evidence, isOne: (item: Item) => boolean, change: (item: Item) => Item | null): Evidence {
  const first = evidence.customers.all().find(isOne);
  if (first === undefined) throw new Error('Cannot spoil the evidence: there is no such item');
  const isIt = (item: Item) => text(item, 'pk') === text(first, 'pk') && text(item, 'sk') === text(first, 'sk');
  return withCustomers(evidence, (item) => (isIt(item) ? change(item) : item));
}

const isMember = (item: Item) => text(item, 'sk').startsWith(memberSortKeyPrefix);
const isAccount = (item: Item) => text(item, 'pk').includes('|account:') && text(item, 'sk') === traitsSortKey;

describe('checkAccounts', () => {
  let plan: SimPlan;
  let honest: Evidence;
  beforeAll(async () => {
    plan = planOf(3);
    honest = await runPlan(plan, noSpoiler, { tracing: false });
  });

  test.each<[string, (evidence: Evidence) => Evidence, RegExp]>([
    [
      'a member that the account does not know',
      (evidence) => withFirst(evidence, isMember, () => null),
      /^accounts: account:firm-\d of \w+, members: expected /,
    ],
    [
      'a member that nobody told of',
      (evidence) => withFirst(evidence, isMember, (item) => ({ ...item, sk: { S: `${memberSortKeyPrefix}stranger` } })),
      /^accounts: account:firm-\d of \w+, members: expected .*stranger/,
    ],
    [
      'an account that nobody named',
      (evidence) => withFirst(evidence, isMember, (item) => ({ ...item, pk: { S: 'north|account:stranger' } })),
      /^accounts: account:stranger of north: has members, and nobody named it/,
    ],
    [
      'a user who is linked to no account',
      (evidence) =>
        withFirst(
          evidence,
          (item) => item['accounts'] !== undefined,
          ({ accounts: _, ...item }) => item,
        ),
      /^accounts: .*, accounts: expected .*firm-.* got \[\]/,
    ],
    [
      'the traits of an account that are gone',
      (evidence) => withFirst(evidence, isAccount, () => null),
      /^accounts: account:firm-\d of \w+, traits: expected .*, got \{\}/,
    ],
  ])('checkAccounts finds %s', (_what, spoil, finds) => {
    expect(differencesOf(plan, honest)).toEqual([]);
    const differences = differencesOf(plan, spoil(honest));
    expect(differences.filter((difference) => finds.test(difference))).not.toEqual([]);
  });
});
