import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryProfileReader } from '#adapters/memory/memory-profile-reader.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryQuarantine } from '#adapters/memory/memory-quarantine.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import type { EventArchiveReader, EventArchiveWriter } from '#ports/event-archive.ts';
import type { FlowCounter, FlowReader } from '#ports/flow-store.ts';
import type { Ledger, LedgerReader } from '#ports/ledger.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { Quarantine } from '#ports/quarantine.ts';
import type { RunStore } from '#ports/run-store.ts';
import type { SourceStore } from '#ports/source-store.ts';
import type { WakeIndex } from '#ports/wake-index.ts';

/** Everything that keeps data of several tenants. */
export type IsolationStores = {
  readonly profiles: ProfileStore;
  readonly profileReader: ProfileReader;
  readonly runs: RunStore;
  readonly wakeIndex: WakeIndex;
  readonly ledger: Ledger;
  readonly flows: FlowCounter & FlowReader;
  readonly ledgerReader: LedgerReader;
  readonly quarantine: Quarantine;
  readonly sources: SourceStore;
  readonly archive: EventArchiveWriter & EventArchiveReader;
};

/** All of it in memory, empty. */
export function openMemoryStores(): IsolationStores {
  const customers = createMemoryCustomerTable();
  const ledger = createMemoryLedgerTable();
  return {
    profiles: createMemoryProfileStore(customers),
    profileReader: createMemoryProfileReader(customers),
    runs: createMemoryRunStore(customers),
    wakeIndex: createMemoryWakeIndex(customers),
    ledger: createMemoryLedger(ledger),
    flows: createMemoryFlowStore(ledger),
    ledgerReader: createMemoryLedgerReader(ledger),
    quarantine: createMemoryQuarantine(ledger),
    sources: createMemorySourceStore(),
    archive: createMemoryEventArchive(),
  };
}
