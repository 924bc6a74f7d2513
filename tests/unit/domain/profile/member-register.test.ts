import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { MemberRegister } from '#contracts/relations.ts';
import { MemberTally, registerOf, standingOf } from '#domain/profile/member-register.ts';

const asked = { ofMembers: new Set(['keen', 'quiet']), ofAccounts: new Set(['lively']) };
const stay = { sinceMs: 0, version: 1, enteredVersion: 1, heldBack: false };

test('registerOf says of each segment that is asked about whether the member is in it, and nothing of others', () => {
  const member = { version: 4, memberships: { quiet: stay, secret: stay } };
  expect(registerOf(asked, member)).toEqual({ version: 4, segments: { keen: false, quiet: true } });
  expect(registerOf(asked, null)).toEqual({ version: 0, segments: { keen: false, quiet: false } });
  expect(registerOf({ ofMembers: new Set(['toString']) }, member).segments).toEqual({ toString: false });
});

test('standingOf names the segments of those that are asked about that an account is in', () => {
  const account = { customerId: 'account:acme:1', version: 7, memberships: { lively: stay, secret: stay } };
  expect(standingOf(asked, account)).toEqual({ accountId: 'acme:1', version: 7, segments: ['lively'] });
  expect(() => standingOf(asked, { ...account, customerId: 'ada' })).toThrow('ada is a customer');
});

test('MemberTally counts members by what each has registered', () => {
  const segments = fc.record({ keen: fc.boolean(), quiet: fc.boolean() });
  fc.assert(
    fc.property(fc.array(segments), (members) => {
      const tally = new MemberTally(asked);
      for (const one of members) tally.add({ version: 1, segments: one });
      expect(tally.counts()).toEqual({
        count: members.length,
        inSegments: {
          keen: members.filter(({ keen }) => keen).length,
          quiet: members.filter(({ quiet }) => quiet).length,
        },
      });
    }),
  );
});

test.each<[string, MemberRegister | null]>([
  ['has registered nothing', null],
  ['was never asked about a segment', { version: 3, segments: { quiet: false } }],
])('MemberTally counts a member who %s, and leaves the segment out', (_, register) => {
  const tally = new MemberTally(asked);
  tally.add({ version: 1, segments: { keen: true, quiet: true } });
  tally.add(register);
  const inSegments = register === null ? {} : { quiet: 1 };
  expect(tally.counts()).toEqual({ count: 2, inSegments });
});
