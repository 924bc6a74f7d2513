import { expect, test } from 'vitest';
import { explainAccount, renderAccount } from '#infra/command-line/customer/explain-account.ts';
import { maximumMembers } from '#ports/profile-store.ts';
import { asOfMs } from './customer-files.ts';

const account = { tenant: 'shop', customerId: 'account:acme', traits: {}, members: [] };

test('explainAccount and renderAccount tell the traits of an account with their times, and its members', () => {
  const traits = {
    plan: { value: 'pro', timeMs: asOfMs, eventId: 'e' },
    seats: { value: 7, timeMs: asOfMs, eventId: 'e' },
  };
  const found = explainAccount({ ...account, traits, members: ['ada', 'bob'] });
  expect(found).toMatchObject({
    traits: [
      { name: 'plan', value: 'pro', told: '1998-06-30T23:59:59.999Z' },
      { name: 'seats', value: 7 },
    ],
    members: ['ada', 'bob'],
    moreMembers: false,
  });
  const text = renderAccount(found);
  expect(text).toContain('Account account:acme of shop: no event was counted for it yet\n');
  expect(text).toMatch(/ {2}plan +pro +told 1998-06-30 23:59\n {2}seats +7 /);
  expect(text).toContain('Members (2)\n  ada\n  bob\n');
});

test('renderAccount says what is not known, and where there may be more members than are shown', () => {
  const empty = renderAccount(explainAccount(account));
  expect(empty).toContain('none was told by a group event');
  expect(empty).toContain('Members (0)\n  none');
  const members = Array.from({ length: maximumMembers }, (_, index) => `user ${index}`);
  expect(renderAccount(explainAccount({ ...account, members }))).toContain(`Members (the first ${maximumMembers})`);
});
