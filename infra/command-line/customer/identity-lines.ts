import { maximumJoins } from '#ports/profile-store.ts';
import type { Identity } from './identity-of.ts';
import { indented, minute, section } from './text-lines.ts';

/** Visitors, and refused joins, shown to people; `--json` has all that are read. */
const shown = 5;

function visitorRows(joinedFrom: Identity['joinedFrom']): string[][] {
  const count = `${joinedFrom.length === maximumJoins ? 'at least ' : ''}${joinedFrom.length}`;
  const what =
    joinedFrom.length === 1 ? '1 visitor: its events count here' : `${count} visitors: their events count here`;
  return [
    ['joined from', what, ''],
    ...joinedFrom.slice(0, shown).map(({ customerId, since }) => {
      return ['', customerId, since === null ? '' : `since ${minute(since)}`];
    }),
    ...(joinedFrom.length > shown ? [['', `and ${joinedFrom.length - shown} more`, '']] : []),
  ];
}

function refusedRows({ refusedJoins, moreRefusedJoins }: Identity): string[][] {
  const isCut = moreRefusedJoins || refusedJoins.length > shown;
  return [
    ...refusedJoins.slice(0, shown).map(({ customerId, since, why }, index) => {
      return [index === 0 ? 'not joined' : '', customerId, `asked ${minute(since)}: ${why}`];
    }),
    ...(isCut ? [['', 'and more', '']] : []),
  ];
}

function accountRows({ accounts, moreAccounts }: Identity): string[][] {
  return [
    ...accounts.map(({ accountId, first, last }, index) => {
      return [index === 0 ? 'accounts' : '', accountId, `from ${minute(first)} to ${minute(last)}`];
    }),
    ...(moreAccounts ? [['', 'and more', '']] : []),
  ];
}

/** Who else the customer is, for people; nothing where there is nothing to say. */
export function identityLines(identity: Identity): string[] {
  const rows = [
    ...(identity.joinedFrom.length === 0 ? [] : visitorRows(identity.joinedFrom)),
    ...(identity.refusedJoins.length === 0 ? [] : refusedRows(identity)),
    ...(identity.accounts.length === 0 ? [] : accountRows(identity)),
  ];
  return rows.length === 0 ? [] : section('Who it is', indented(rows), '');
}
