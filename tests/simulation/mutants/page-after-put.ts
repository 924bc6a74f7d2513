import type { EventIdPage } from '#contracts/profile-record.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';

function putFirst(store: ProfileStore): ProfileStore {
  const waiting = new Map<string, EventIdPage>();
  const keyOf = ({ tenant, customerId }: { tenant: string; customerId: string }) => `${tenant}|${customerId}`;
  return {
    ...store,
    async putPage(page) {
      waiting.set(keyOf(page), page);
    },
    async put(record) {
      const page = waiting.get(keyOf(record));
      waiting.delete(keyOf(record));
      const result = await store.put(record);
      if (result === 'written' && page !== undefined) await store.putPage(page);
      return result;
    },
  };
}

export const pageAfterPut: Mutant = {
  name: 'a page written after the put',
  what: 'lets the ids leave the item before the page that takes them is stored',
  spoil: { ...noSpoiler, profiles: putFirst },
};
