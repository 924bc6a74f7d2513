import { deliverySchema } from '#contracts/delivery.ts';
import type { Ledger } from '#ports/ledger.ts';
import { text } from '../aws/item-attributes.ts';
import {
  deliveryItem,
  deliveryKey,
  outcomeItem,
  quarantineItem,
  taskItem,
  transitionItem,
} from '../aws/ledger-items.ts';
import type { MemoryTable } from './memory-table.ts';

/** The ledger in memory. */
export function createMemoryLedger(table: MemoryTable): Ledger {
  return {
    async recordTransitions(transitions) {
      for (const transition of transitions) table.put(transitionItem(transition));
    },
    recordOutcome: async (outcome) => table.put(outcomeItem(outcome)),
    quarantine: async (entry) => table.put(quarantineItem(entry)),
    createTask: async (task) => table.putFirst(taskItem(task)) === null,
    async claimDelivery(delivery) {
      const existing = table.putFirst(deliveryItem(delivery));
      return existing === null ? null : deliverySchema.parse(JSON.parse(text(existing, 'entry')));
    },
    settleDelivery: async (delivery) => table.put(deliveryItem(delivery)),
    async releaseDelivery(delivery) {
      const { pk, sk } = deliveryKey(delivery);
      const claim = text(deliveryItem(delivery), 'entry');
      table.remove(pk.S, sk.S, (held) => text(held, 'entry') === claim);
    },
  };
}
