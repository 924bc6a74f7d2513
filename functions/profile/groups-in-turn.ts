import type { CustomerGroup } from './customer-groups.ts';

/**
 * The groups of each customer, to be worked on one after the other so that they do not meet as writers: wake-ups last, for
 * whoever has just been seen need not be told that they were absent.
 */
export function groupsInTurn(groups: readonly CustomerGroup[]): CustomerGroup[][] {
  const isWake = ({ events, news }: CustomerGroup) => Number(events.length + news.length === 0);
  const wakesLast = groups.toSorted((a, b) => isWake(a) - isWake(b));
  return [...Map.groupBy(wakesLast, ({ tenant, customerId }) => JSON.stringify([tenant, customerId])).values()];
}
