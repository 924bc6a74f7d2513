import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type AccountStanding, noRelations, type Relations } from '#contracts/relations.ts';
import { maximumAccounts } from '#domain/profile/account-links.ts';
import { withStanding } from '#domain/profile/account-standings.ts';

/** What a version of an account says is always the same. */
function standing(account: number, version: number): AccountStanding {
  const accountId = `account ${10 + account}`;
  return { accountId, version, segments: version % 2 === 0 ? ['lively'] : [] };
}

function told(standings: readonly AccountStanding[]): Relations {
  return standings.reduce((relations: Relations, one) => withStanding(relations, one) ?? relations, noRelations);
}

test('withStanding keeps the latest version of each account, in whatever order and however often they are told', () => {
  const one = fc.tuple(fc.nat({ max: 24 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(fc.array(one, { maxLength: 60 }), (drawn) => {
      const all = drawn.map(([account, version]) => standing(account, version));
      const latest = new Map<string, AccountStanding>();
      for (const each of all.toSorted((a, b) => a.version - b.version)) latest.set(each.accountId, each);
      const expected = [...latest.values()].sort((a, b) => (a.accountId < b.accountId ? -1 : 1));
      expect(told([...all, ...all.toReversed()]).accounts).toEqual(expected.slice(0, maximumAccounts));
    }),
  );
});

test('withStanding has no news where a version is known, or an older one is told', () => {
  const relations = told([standing(1, 4)]);
  expect(withStanding(relations, standing(1, 4))).toBeNull();
  expect(withStanding(relations, standing(1, 3))).toBeNull();
  expect(withStanding(relations, standing(1, 5))?.accounts).toEqual([standing(1, 5)]);
});

test('withStanding takes another word of the same version: other code may ask of other segments', () => {
  const other = { ...standing(1, 4), segments: ['lively', 'paying'] };
  expect(withStanding(told([standing(1, 4)]), other)?.accounts).toEqual([other]);
});

test('withStanding leaves what is known of members alone', () => {
  const members = { count: 3, inSegments: { keen: 1 } };
  expect(withStanding({ members, accounts: [] }, standing(1, 2))).toEqual({ members, accounts: [standing(1, 2)] });
});
