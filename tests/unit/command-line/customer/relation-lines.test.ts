import { expect, test } from 'vitest';
import { noRelations, type Relations } from '#contracts/relations.ts';
import { relationLines } from '#infra/command-line/customer/relation-lines.ts';

const linesOf = (customerId: string, relations: Relations) => relationLines({ customerId, relations }).join('\n');

test('relationLines tells of an account how many members it has counted, and in which segments', () => {
  const members = { count: 12, inSegments: { keen: 3, quiet: 0 } };
  const lines = linesOf('account:acme', { members, accounts: [] });
  expect(lines).toMatch(/Members counted\n {2}all +12\n {2}in keen +3\n {2}in quiet +0/);
});

test('relationLines says of an account whose members were not counted that nothing is known', () => {
  expect(linesOf('account:acme', noRelations)).toContain('not counted');
});

test('relationLines tells of a customer how its accounts stand, and nothing where nobody asks', () => {
  const accounts = [
    { accountId: 'acme', version: 7, segments: ['lively', 'paying'] },
    { accountId: 'beta', version: 2, segments: [] },
  ];
  const lines = linesOf('ada', { members: null, accounts });
  expect(lines).toMatch(/acme +in lively, paying +as of version 7\n {2}beta +in no segment .* +as of version 2/);
  expect(linesOf('ada', noRelations)).toBe('');
});
