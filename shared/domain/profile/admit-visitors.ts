import type { VisitorClaim } from './join-profiles.ts';

/**
 * Most visitors that are joined into one user. A person has a few browsers and devices; whoever has more is an id that many
 * share: a till, a test, a program's own account. Half the world must not become one customer.
 */
export const maximumVisitors = 50;

/**
 * Which of the visitors that are claimed for a user at once may be joined, when so many are already: the earliest claims, then
 * by id, so that it does not depend on the order in which the events of a batch came.
 */
export function admitVisitors<Claim extends VisitorClaim>(
  claims: readonly Claim[],
  joined: number,
): { readonly admitted: readonly Claim[]; readonly refused: readonly Claim[] } {
  const sorted = claims.toSorted((a, b) => a.sinceMs - b.sinceMs || (a.visitor < b.visitor ? -1 : 1));
  const room = Math.max(0, maximumVisitors - joined);
  return { admitted: sorted.slice(0, room), refused: sorted.slice(room) };
}
