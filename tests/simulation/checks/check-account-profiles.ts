import { customerKey, parseCustomerKey } from '#adapters/aws/item-keys.ts';
import { accountPrefix, anonymousPrefix } from '#contracts/identifier.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import type { Deed } from '../workload/sim-event.ts';
import { countedMemberSegments, simRetention, toldAccountSegments } from '../workload/sim-retention.ts';
import { naiveTotals, storedTotals } from './check-totals.ts';
import { difference } from './difference.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

/** All events of an account folded at once, in an order that has nothing to do with how they came. */
function accountState(deeds: readonly Deed[]): Uint8Array {
  const sorted = deeds.toSorted((a, b) => (a.id < b.id ? 1 : -1));
  const { account } = simRetention.folding;
  return encodeState(
    sorted.reduce((state, deed) => foldEvent(account, state, { ...deed, receivedMs: deed.timeMs }), emptyProfileState),
  );
}

function isIn(record: ProfileRecord | undefined, segment: string): boolean {
  return record !== undefined && Object.hasOwn(record.memberships, segment);
}

function checkState(who: string, deeds: readonly Deed[], record: ProfileRecord): string[] {
  const totals = difference(`${who}, totals`, naiveTotals(deeds), storedTotals(record.state));
  if (totals.length > 0) return totals;
  return Buffer.compare(accountState(deeds), record.state) === 0 ? [] : [`${who}: another state than its events give`];
}

/** How many members an account has, and how many of them stand where it counts them: by the members themselves. */
function checkMembers(who: string, key: string, record: ProfileRecord, seen: SeenWorld): string[] {
  const { tenant } = parseCustomerKey(key);
  const members = (seen.members.get(key) ?? []).map((userId) => seen.profiles.get(customerKey(tenant, userId)));
  const count = (segment: string) => members.filter((member) => isIn(member, segment)).length;
  const inSegments = Object.fromEntries(countedMemberSegments.map((segment) => [segment, count(segment)]));
  const wanted = members.length === 0 ? null : { count: members.length, inSegments };
  return difference(`${who}, members counted`, wanted, record.relations.members);
}

/** What a user knows of how its accounts stand: by the accounts themselves. */
function checkStandings(key: string, record: ProfileRecord, seen: SeenWorld): string[] {
  const { tenant } = parseCustomerKey(key);
  const known = new Map(record.relations.accounts.map(({ accountId, segments }) => [accountId, segments]));
  return (seen.accounts.get(key) ?? []).flatMap(({ accountId }) => {
    const account = seen.profiles.get(customerKey(tenant, `${accountPrefix}${accountId}`));
    const wanted = toldAccountSegments.filter((segment) => isIn(account, segment));
    return difference(`${shownCustomer(key)}, standing of ${accountId}`, wanted, known.get(accountId) ?? []);
  });
}

/**
 * Every account has counted the events that name it, once each, whoever of it they are from; it has counted its members as they
 * stand, and they know how it stands. Older code knows of none of this, so what it worked on says nothing about them.
 */
export function checkAccountProfiles(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const { deployment } = expected.plan;
  if (deployment !== null && deployment.kind !== 'next layout') return [];
  const differences: string[] = [];
  for (const [key, deeds] of expected.ofAccounts) {
    const [who, record] = [shownCustomer(key), seen.profiles.get(key)];
    if (record === undefined) differences.push(`${who}: expected a profile of ${deeds.length} events, got none`);
    else differences.push(...checkState(who, deeds, record), ...checkMembers(who, key, record, seen));
  }
  for (const [key, record] of seen.profiles) {
    const { customerId } = parseCustomerKey(key);
    if (customerId.startsWith(accountPrefix)) {
      if (!expected.ofAccounts.has(key)) differences.push(`${shownCustomer(key)}: expected no profile, got one`);
    } else if (!customerId.startsWith(anonymousPrefix)) differences.push(...checkStandings(key, record, seen));
  }
  return differences;
}
