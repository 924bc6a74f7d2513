import type { CustomerTraits } from '#contracts/customer-traits.ts';
import type { RefusedJoin } from '#contracts/refused-join.ts';
import { isoTime } from '#contracts/time.ts';
import { maximumVisitors } from '#domain/profile/admit-visitors.ts';
import type { Join } from '#ports/profile-store.ts';

/** Who else a customer is, and is not, and where it belongs. Times are ISO. */
export type Identity = {
  /** The anonymous customers that have become part of this one, in the order of their ids; at most `maximumJoins`. */
  readonly joinedFrom: readonly { customerId: string; since: string | null }[];
  /** Joins that were asked for and refused, the earliest first, with the reason. */
  readonly refusedJoins: readonly { customerId: string; since: string; why: string }[];
  /** Whether there were more refused joins than are kept. */
  readonly moreRefusedJoins: boolean;
  /** The accounts that the customer belongs to, and when group events said so first and last. */
  readonly accounts: readonly { accountId: string; first: string; last: string }[];
  /** Whether there were more accounts than are kept. */
  readonly moreAccounts: boolean;
};

function whyRefused({ reason, holder }: RefusedJoin): string {
  if (reason === 'limit') return `a user may have ${maximumVisitors} visitors, and has them already`;
  if (reason === 'user') return 'it is a user that is known, and users are not joined';
  return `it belongs to ${holder}, who was first`;
}

/** Puts together who a customer is, from the notes beside its profile. */
export function identityOf(joinedFrom: readonly Join[], { accounts, refusedJoins }: CustomerTraits): Identity {
  const joined = new Set(joinedFrom.map((join) => join.visitor));
  return {
    joinedFrom: joinedFrom.map(({ visitor, joinedMs }) => {
      return { customerId: visitor, since: joinedMs === null ? null : isoTime(joinedMs) };
    }),
    // What was refused first may have been done since.
    refusedJoins: refusedJoins.joins
      .filter(({ customerId }) => !joined.has(customerId))
      .map((join) => ({ customerId: join.customerId, since: isoTime(join.sinceMs), why: whyRefused(join) })),
    moreRefusedJoins: refusedJoins.more,
    accounts: accounts.links.map(({ accountId, firstMs, lastMs }) => {
      return { accountId, first: isoTime(firstMs), last: isoTime(lastMs) };
    }),
    moreAccounts: accounts.more,
  };
}
