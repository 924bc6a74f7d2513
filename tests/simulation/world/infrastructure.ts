import type { Item } from '#adapters/aws/item-attributes.ts';
import { createMemoryEventArchive, type MemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import type { Command } from '#contracts/command.ts';
import type {
  ArchiveMessage,
  EventBatchMessage,
  ProfileWakesMessage,
  RelationMessage,
  RunWakeMessage,
} from '#contracts/queue-message.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { SourceStore } from '#ports/source-store.ts';
import type { QueueName } from '../spoiler.ts';
import { simSources } from '../workload/sim-sources.ts';
import { type BunchedIndex, bunchedIndex } from './bunched-index.ts';
import { type CustomerData, createCustomerData } from './customer-data.ts';
import type { CodeAge } from './deployment.ts';
import { laggingIndex } from './lagging-index.ts';
import { createOutageMeter, type OutageMeter } from './outage-meter.ts';
import { createQueueSender } from './queue-sender.ts';
import { createSimulatedBus, type SimulatedBus } from './simulated-bus.ts';
import { createSimulatedMail, type SimulatedMail } from './simulated-mail.ts';
import { createSimulatedQueue, type SimulatedQueue } from './simulated-queue.ts';
import type { World } from './world.ts';

/** A message that wakes profiles: whose tenant's, when it was sent, and when each of them was due. */
export type WakeSent = { readonly atMs: number; readonly tenant: string; readonly dueMs: readonly number[] };

/** Everything that keeps data or takes messages: what is true, whatever the functions believe. */
export type Infrastructure = {
  readonly customers: CustomerData;
  readonly ledgerTable: MemoryTable;
  readonly ledger: Ledger;
  readonly archive: MemoryEventArchive;
  readonly sources: SourceStore;
  readonly queues: Readonly<Record<QueueName, SimulatedQueue>>;
  readonly events: MessageQueue<EventBatchMessage>;
  readonly toArchive: MessageQueue<ArchiveMessage>;
  readonly profileWakes: MessageQueue<ProfileWakesMessage>;
  /** The wake-ups of profiles that reached the event queue, in order. */
  readonly wakesSent: readonly WakeSent[];
  /** What profiles tell each other, through the event queue. */
  readonly relations: MessageQueue<RelationMessage>;
  readonly runWakes: MessageQueue<RunWakeMessage>;
  readonly commands: MessageQueue<Command>;
  /** Distinct commands that reached the delivery queue, by id. */
  readonly issued: ReadonlyMap<string, Command>;
  /** The wake-up index as code of this age reads it. */
  wakeIndexOf(age: CodeAge): BunchedIndex;
  readonly bus: SimulatedBus;
  readonly mail: SimulatedMail;
  readonly outage: OutageMeter;
};

/** Many transitions are several requests, of which a later one can fail when the first are through. */
function inParts(world: World, ledger: Ledger): Ledger {
  return {
    ...ledger,
    async recordTransitions(transitions) {
      const isCut =
        transitions.length > 1 && world.faults.happens('lostRequest', 'half written', 'ledger.recordTransitions');
      if (!isCut) return ledger.recordTransitions(transitions);
      await ledger.recordTransitions(transitions.slice(0, world.random.below(transitions.length)));
      throw new Error('Cannot write the rest of the transitions');
    },
  };
}

/** Makes the infrastructure of a run; `onPut` is told of every item that is written to the customer table. */
export function createInfrastructure(world: World, onPut: (item: Item) => void): Infrastructure {
  const queues = {
    event: createSimulatedQueue(world, 'event'),
    archive: createSimulatedQueue(world, 'archive'),
    playbook: createSimulatedQueue(world, 'playbook'),
    delivery: createSimulatedQueue(world, 'delivery'),
  };
  const ledgerTable = createMemoryLedgerTable();
  const sources = createMemorySourceStore();
  // Adding ends before it returns: nothing is awaited in it.
  for (const source of simSources) void sources.add(source);
  const issued = new Map<string, Command>();
  const customers = createCustomerData(world, onPut);
  const indexOf = (age: CodeAge) =>
    bunchedIndex(world, laggingIndex(world, createMemoryWakeIndex(customers.tableOf(age))));
  const indexes = { old: indexOf('old'), new: indexOf('new') };
  const wakesSent: WakeSent[] = [];
  const noteWake = ({ tenant, customers: woken }: ProfileWakesMessage) =>
    wakesSent.push({ atMs: world.scheduler.nowMs(), tenant, dueMs: woken.map(({ dueMs }) => dueMs) });
  const nothing = () => undefined;
  return {
    customers,
    wakeIndexOf: (age) => indexes[age],
    ledgerTable,
    ledger: world.spoiler.storedLedger(inParts(world, createMemoryLedger(ledgerTable))),
    archive: createMemoryEventArchive(),
    sources,
    queues,
    events: createQueueSender<EventBatchMessage>(world, queues.event, nothing),
    toArchive: createQueueSender<ArchiveMessage>(world, queues.archive, nothing),
    profileWakes: createQueueSender<ProfileWakesMessage>(world, queues.event, noteWake),
    wakesSent,
    relations: createQueueSender<RelationMessage>(world, queues.event, nothing),
    runWakes: createQueueSender<RunWakeMessage>(world, queues.playbook, nothing),
    commands: createQueueSender<Command>(world, queues.delivery, (command) => issued.set(command.id, command)),
    issued,
    bus: createSimulatedBus(world, queues.playbook),
    mail: createSimulatedMail(world),
    outage: createOutageMeter(world),
  };
}
