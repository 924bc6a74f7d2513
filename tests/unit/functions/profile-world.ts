import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { ArchiveMessage, RelationMessage } from '#contracts/queue-message.ts';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { noPopulation, type PopulationLookup } from '#functions/population-cache.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import type { ProfileHandlerDependencies } from '#functions/profile/profile-dependencies.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { allPages } from '../../contract/all-pages.ts';
import { nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createRecordingObserver } from './recording-observer.ts';

/** The profile handler over memory, with its clock in the test's hand. `around` may wrap the stores. */
export function createProfileWorld(
  around: {
    definitions?: RetentionDefinitions;
    profiles?: (store: ProfileStore) => ProfileStore;
    ledger?: (ledger: Ledger) => Ledger;
    archive?: (archive: MessageQueue<ArchiveMessage>) => MessageQueue<ArchiveMessage>;
    relations?: (relations: MessageQueue<RelationMessage>) => MessageQueue<RelationMessage>;
    populations?: (clock: () => number) => PopulationLookup;
  } = {},
) {
  const written: Item[] = [];
  const table = createMemoryCustomerTable((item) => written.push(item));
  const ledgerTable = createMemoryLedgerTable();
  const profiles = createMemoryProfileStore(table);
  const ledger = createMemoryLedger(ledgerTable);
  const reader = createMemoryLedgerReader(ledgerTable);
  const archive = createMemoryMessageQueue<ArchiveMessage>();
  const relations = createMemoryMessageQueue<RelationMessage>();
  const observer = createRecordingObserver();
  const pausesMs: number[] = [];
  const clock = { nowMs };
  const dependencies: ProfileHandlerDependencies = {
    definitions: around.definitions ?? exampleRetention,
    profiles: around.profiles?.(profiles) ?? profiles,
    archive: around.archive?.(archive) ?? archive,
    relations: around.relations?.(relations) ?? relations,
    ledger: around.ledger?.(ledger) ?? ledger,
    populations: around.populations?.(() => clock.nowMs) ?? noPopulation,
    clock: () => clock.nowMs,
    chance: () => 0.5,
    pause: async (milliseconds) => {
      pausesMs.push(milliseconds);
    },
    observer,
  };
  return {
    /** Every write of a customer's profile so far, in order. */
    puts: (customerId: string) =>
      written
        .filter((item) => item['sk']?.S === 'profile')
        .map(parseProfileItem)
        .filter((record) => record.customerId === customerId),
    /** The transitions that every write so far has announced, in order. */
    announced: () =>
      written
        .filter((item) => text(item, 'sk') === profileSortKey)
        .flatMap((item) => transitionsOf(exampleRetention, parseProfileItem(item), null)),
    table,
    archive,
    /** What profiles told each other, on its way. */
    relations,
    profiles,
    observer,
    pausesMs,
    clock,
    handle: createProfileHandler(dependencies),
    /** Another process over the same stores: it remembers nothing of what this one has read. */
    restart: () => createProfileHandler(dependencies),
    /** The profile of a customer; throws if there is none. */
    async profile(customerId = 'ada') {
      const record = await profiles.load(tenant, customerId, 'consistent');
      if (record === null) throw new Error(`There is no profile of ${customerId}`);
      return record;
    },
    /** How many events the profile of a customer has counted; 0 if there is none. */
    async eventsOf(customerId = 'ada') {
      const record = await profiles.load(tenant, customerId, 'consistent');
      return record === null ? 0 : decodeState(record.state).events;
    },
    /** The hashes of all events that the customer's profile remembers, in the order in which they were applied. */
    async rememberedIds(customerId = 'ada') {
      const record = await profiles.load(tenant, customerId, 'consistent');
      const pages = await allPages(profiles, { tenant, customerId });
      const recent = record === null ? [] : unpackEventIds(record.recentEventIds);
      return [...new Set([...pages.flatMap((page) => unpackEventIds(page.eventIds)), ...recent])];
    },
    quarantined: async () => (await reader.quarantined(tenant, { limit: 100, next: null })).items,
  };
}
