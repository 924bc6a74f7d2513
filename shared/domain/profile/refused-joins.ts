import type { RefusedJoin, RefusedJoins } from '#contracts/refused-join.ts';

/** Most refused joins kept for one user: the earliest. */
export const maximumRefusedJoins = 20;

function order(a: RefusedJoin, b: RefusedJoin): number {
  return a.sinceMs - b.sinceMs || (a.customerId < b.customerId ? -1 : 1);
}

/**
 * Takes refused joins in: of each customer the earliest. Who is told the same again, changes nothing.
 */
export function addRefusedJoins(stored: RefusedJoins, refused: readonly RefusedJoin[]): RefusedJoins {
  const earliest = new Map(stored.joins.map((join) => [join.customerId, join]));
  for (const join of refused) {
    const known = earliest.get(join.customerId);
    if (known === undefined || join.sinceMs < known.sinceMs) earliest.set(join.customerId, join);
  }
  const sorted = [...earliest.values()].sort(order);
  return {
    joins: sorted.slice(0, maximumRefusedJoins),
    more: stored.more || sorted.length > maximumRefusedJoins,
  };
}
