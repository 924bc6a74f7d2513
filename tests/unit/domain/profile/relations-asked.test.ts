import { describe, expect, test } from 'vitest';
import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';
import { feature } from '#domain/features/builders/feature.ts';
import { members, membersIn, shareOfMembersIn } from '#domain/features/builders/others.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { asksRelations, relationsAsked } from '#domain/profile/relations-asked.ts';

const nothing = { keepsAccounts: false, countsMembers: false, ofMembers: new Set(), ofAccounts: new Set() };
const about = { description: 'something', subject: 'account' } as const;

function segment(subject: 'customer' | 'account', rule: SegmentRule, staysWhile: SegmentRule | null = null) {
  const told = { version: 1, description: 'x', minimumStay: null, takeIn: 'announced', enabled: true } as const;
  const definition: SegmentDefinition = { name: 'one', subject, rule, staysWhile, ...told };
  return { definition };
}

const askedBy = (features: readonly FeatureDefinition[], ...segments: ReturnType<typeof segment>[]) =>
  relationsAsked({ features: new Map(features.map((definition) => [definition.name, { definition }])), segments });

const exists: SegmentRule = { op: 'exists', feature: 'recencyDays' };

describe('relationsAsked', () => {
  test('relationsAsked finds nothing where nobody says a word about accounts', () => {
    expect(askedBy([])).toEqual(nothing);
    expect(askedBy([], segment('customer', { op: 'segment', name: 'quiet' }))).toEqual(nothing);
    expect(asksRelations(askedBy([]))).toBe(false);
  });

  test('relationsAsked keeps accounts where one feature or one segment is theirs, and counts no members for that', () => {
    expect(askedBy([], segment('account', exists))).toEqual({ ...nothing, keepsAccounts: true });
    expect(asksRelations(askedBy([], segment('account', exists)))).toBe(false);
  });

  test('relationsAsked finds the segments that features ask about, in any part and in versions that are still read', () => {
    const previous = feature('share', shareOfMembersIn('champions'), about);
    const share = feature('share', membersIn('keen'), { ...about, version: 2, previous });
    const all = feature('all', members(), about);
    expect(askedBy([share])).toEqual({
      keepsAccounts: true,
      countsMembers: true,
      ofMembers: new Set(['keen', 'champions']),
      ofAccounts: new Set(),
    });
    expect(askedBy([all])).toEqual({ ...nothing, keepsAccounts: true, countsMembers: true });
  });

  test('relationsAsked finds the segments that rules ask about, to enter and to stay', () => {
    const rule: SegmentRule = {
      op: 'all',
      of: [exists, { op: 'not', rule: { op: 'account in', segment: 'trial' } }],
    };
    const asked = askedBy(
      [],
      segment('customer', rule, { op: 'account in', segment: 'paying' }),
      segment('account', { op: 'members in', segment: 'keen', atLeast: 2 }),
    );
    expect(asked.ofAccounts).toEqual(new Set(['trial', 'paying']));
    expect(asked.ofMembers).toEqual(new Set(['keen']));
    expect([asked.countsMembers, asksRelations(asked)]).toEqual([true, true]);
  });
});
