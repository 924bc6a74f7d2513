import { idsPassedOver, subjectOf } from '#domain/profile/customer-of.ts';
import type { Observer } from '#ports/observer.ts';
import type { CustomerGroup } from './customer-groups.ts';

/** Most ids named in one line of the log. */
const idsNamed = 5;

/** Counts the events of a batch that name an id which stands for nobody in particular and belong to another because of that. */
export function reportIdsPassedOver(observer: Observer, groups: readonly CustomerGroup[]): void {
  const ids = new Set<string>();
  let events = 0;
  for (const { tenant, customerId, events: own } of groups) {
    if (subjectOf(customerId) === 'account') continue;
    for (const event of own) {
      // Whoever has a user id that can be one needs no closer look.
      if (event.userId === customerId || event.userId === null) continue;
      events += 1;
      for (const id of idsPassedOver(event)) ids.add(`${tenant}: ${id}`);
    }
  }
  if (events === 0) return;
  observer.note('Some ids stand for nobody in particular and are passed over', {
    events,
    ids: [...ids].slice(0, idsNamed),
  });
  observer.count('IdsPassedOver', events);
}
