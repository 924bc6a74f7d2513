import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { customerOf } from '#domain/profile/customer-of.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { loadRecords } from './load-records.ts';
import type { Claim, ReplaySpool } from './replay-spool.ts';

/**
 * Visitors whom several users claim and who are not joined yet, with the user who is to have them: few, and so kept in
 * memory.
 */
export type ContestedVisitors = ReadonlyMap<string, string>;

type Claims = { first: Claim; readonly users: Set<string> };

function isEarlier(a: Claim, b: Claim): boolean {
  return a.receivedMs !== b.receivedMs ? a.receivedMs < b.receivedMs : a.eventId < b.eventId;
}

function claimsOf(spool: ReplaySpool, partition: number): Map<string, Claims> {
  const claims = new Map<string, Claims>();
  for (const claim of spool.claims(partition)) {
    const known = claims.get(claim.visitor);
    if (known === undefined) {
      claims.set(claim.visitor, { first: claim, users: new Set([claim.user]) });
      continue;
    }
    known.users.add(claim.user);
    if (isEarlier(claim, known.first)) known.first = claim;
  }
  return claims;
}

function visitorOf(event: ArchivedEvent): string {
  const visitor = customerOf(event);
  if (visitor === null) throw new Error(`Cannot replay ${event.id}: it names no visitor`);
  return visitor;
}

/**
 * Gives each visitor's events to whom they belong: to the user whom the visitor was joined into; where nothing is
 * stored of the visitor, to the user who claimed it first by time of receipt, for a replay makes it so; else to the
 * visitor.
 */
export async function settleVisitors(
  spool: ReplaySpool,
  profiles: ProfileStore,
  tenant: string,
): Promise<ContestedVisitors> {
  const contested = new Map<string, string>();
  for (let partition = 0; partition < spool.partitions; partition += 1) {
    const claims = claimsOf(spool, partition);
    const visitors = new Set(claims.keys());
    for (const event of spool.visits(partition)) visitors.add(visitorOf(event));
    const records = await loadRecords(profiles, tenant, [...visitors]);
    const owners = new Map<string, string>();
    for (const visitor of visitors) {
      const record = records.get(visitor) ?? null;
      const claimed = claims.get(visitor);
      const isJoined = record !== null && record.joined !== null;
      const claimant = record === null ? claimed?.first.user : undefined;
      owners.set(visitor, record?.joined?.into ?? claimant ?? visitor);
      if (!isJoined && claimed !== undefined && claimed.users.size > 1) contested.set(visitor, claimed.first.user);
    }
    for (const event of spool.visits(partition)) {
      const customer = visitorOf(event);
      spool.addOwned({ owner: owners.get(customer) ?? customer, customer, event });
    }
  }
  return contested;
}
