import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryEmailSender } from '#adapters/memory/memory-email-sender.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileReader } from '#adapters/memory/memory-profile-reader.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryQuarantine } from '#adapters/memory/memory-quarantine.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { describeEmailSender } from './email-sender.contract.ts';
import { describeJoinStore } from './join-store.contract.ts';
import { describeLedger, type OpenLedger } from './ledger.contract.ts';
import { describeLedgerIsolation } from './ledger-isolation.contract.ts';
import { describeMemberStore } from './member-store.contract.ts';
import { describeMessageQueue, type ExampleMessage } from './message-queue.contract.ts';
import { describePageStore } from './page-store.contract.ts';
import { describeProfileReader } from './profile-reader.contract.ts';
import { describeProfileStore } from './profile-store.contract.ts';
import { describeQuarantine } from './quarantine.contract.ts';
import { describeRunStore } from './run-store.contract.ts';
import { describeSourceStore } from './source-store.contract.ts';
import { describeTransitionPublisher } from './transition-publisher.contract.ts';
import { describeWakeIndex } from './wake-index.contract.ts';

const openCustomers: OpenCustomerStores = async () => {
  const table = createMemoryCustomerTable();
  return {
    profiles: createMemoryProfileStore(table),
    runs: createMemoryRunStore(table),
    wakeIndex: createMemoryWakeIndex(table),
    reader: createMemoryProfileReader(table),
    putItem: async (item) => table.put(item),
  };
};

const openLedger: OpenLedger = async () => {
  const table = createMemoryLedgerTable();
  return { ledger: createMemoryLedger(table), reader: createMemoryLedgerReader(table) };
};

describeProfileStore('createMemoryProfileStore', openCustomers);
describePageStore('createMemoryProfileStore', openCustomers);
describeJoinStore('createMemoryProfileStore', openCustomers);
describeMemberStore('createMemoryProfileStore', openCustomers);
describeRunStore('createMemoryRunStore', openCustomers);
describeWakeIndex('createMemoryWakeIndex', openCustomers);
describeProfileReader('createMemoryProfileReader', openCustomers);
describeLedger('createMemoryLedger', openLedger);
describeLedgerIsolation('createMemoryLedgerReader', openLedger);
describeQuarantine('createMemoryQuarantine', async () => {
  const table = createMemoryLedgerTable();
  return { ledger: createMemoryLedger(table), quarantine: createMemoryQuarantine(table) };
});
describeSourceStore('createMemorySourceStore', async () => createMemorySourceStore());

describeMessageQueue('createMemoryMessageQueue', async () => {
  const queue = createMemoryMessageQueue<ExampleMessage>();
  return { queue, take: async () => queue.take() };
});

describeTransitionPublisher('createMemoryTransitionPublisher', async (refusedSegments) => {
  const publisher = createMemoryTransitionPublisher(
    (one) => !('segment' in one && refusedSegments.includes(one.segment)),
  );
  return { publisher, published: publisher.published };
});

describeEmailSender('createMemoryEmailSender', async () => {
  const sender = createMemoryEmailSender();
  return {
    sender,
    sent: () => sender.sent().map(({ to, subject, html, text }) => ({ to, subject, html, text })),
  };
});
