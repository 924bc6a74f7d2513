import type { Item } from '#adapters/aws/item-attributes.ts';
import { outboxOf } from '#adapters/aws/profile-item.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import type { ProfileDependencies } from '#functions/profile/profile-dependencies.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createRecordingObserver } from './recording-observer.ts';

/** The profile handler over memory, with its clock in the test's hand. `around` may wrap the stores. */
export function createProfileWorld(
  around: { profiles?: (store: ProfileStore) => ProfileStore; ledger?: (ledger: Ledger) => Ledger } = {},
) {
  const written: Item[] = [];
  const table = createMemoryCustomerTable((item) => written.push(item));
  const ledgerTable = createMemoryLedgerTable();
  const profiles = createMemoryProfileStore(table);
  const ledger = createMemoryLedger(ledgerTable);
  const reader = createMemoryLedgerReader(ledgerTable);
  const observer = createRecordingObserver();
  const pausesMs: number[] = [];
  const clock = { nowMs };
  const dependencies: ProfileDependencies = {
    definitions: exampleRetention,
    profiles: around.profiles?.(profiles) ?? profiles,
    ledger: around.ledger?.(ledger) ?? ledger,
    clock: () => clock.nowMs,
    chance: () => 0.5,
    pause: async (milliseconds) => {
      pausesMs.push(milliseconds);
    },
    observer,
  };
  return {
    /** What every write so far has announced, in order. */
    announced: () => written.flatMap(outboxOf),
    table,
    profiles,
    observer,
    pausesMs,
    clock,
    handle: createProfileHandler(dependencies),
    /** The profile of a customer; throws if there is none. */
    async profile(customerId = 'ada') {
      const record = await profiles.load(tenant, customerId);
      if (record === null) throw new Error(`There is no profile of ${customerId}`);
      return record;
    },
    /** The hashes of all events that the customer's profile remembers, in the order in which they were applied. */
    async rememberedIds(customerId = 'ada') {
      const record = await profiles.load(tenant, customerId);
      const pages = (await profiles.loadPages(tenant, customerId)).slice(0, record?.pageCount ?? 0);
      const recent = record === null ? [] : unpackEventIds(record.recentEventIds);
      return [...pages.flatMap((page) => unpackEventIds(page.eventIds)), ...recent];
    },
    quarantined: async () => (await reader.quarantined(tenant, { limit: 100, next: null })).items,
  };
}
