import type { CustomerGroup } from './group-by-customer.ts';

/**
 * The groups of each customer, to be worked on one after the other so that they do not meet as writers: wake-ups last, for
 * whoever has just been seen need not be told that they were absent.
 */
export function groupsInTurn(groups: readonly CustomerGroup[]): CustomerGroup[][] {
  const wakesLast = groups.toSorted((a, b) => Number(a.events.length === 0) - Number(b.events.length === 0));
  return [...Map.groupBy(wakesLast, ({ tenant, customerId }) => JSON.stringify([tenant, customerId])).values()];
}
