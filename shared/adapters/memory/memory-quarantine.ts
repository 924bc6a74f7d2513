import type { Quarantine } from '#ports/quarantine.ts';
import { text } from '../aws/item-attributes.ts';
import { quarantineItem, quarantineKey } from '../aws/ledger-items.ts';
import { quarantineList } from '../aws/ledger-lists.ts';
import type { MemoryTable } from './memory-table.ts';

/** The quarantine in memory: a part of the ledger. */
export function createMemoryQuarantine(table: MemoryTable): Quarantine {
  return {
    async find(tenant, id) {
      const { pk, sk } = quarantineKey({ tenant, id });
      const item = table.get(pk.S, sk.S);
      return item === null ? null : quarantineList.parse(item);
    },
    async remove(entry) {
      const { pk, sk } = quarantineKey(entry);
      const known = text(quarantineItem(entry), 'inboxOrder');
      const held = table.get(pk.S, sk.S);
      if (held === null || text(held, 'inboxOrder') !== known) return false;
      table.remove(pk.S, sk.S, (existing) => text(existing, 'inboxOrder') === known);
      return true;
    },
  };
}
