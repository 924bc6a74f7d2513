import type { Item } from '#adapters/aws/item-attributes.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryEmailSender } from '#adapters/memory/memory-email-sender.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import { createMemoryWakeIndex } from '#adapters/memory/memory-wake-index.ts';
import type { Command } from '#contracts/command.ts';
import type {
  ArchiveMessage,
  EventBatchMessage,
  ProfileWakesMessage,
  RelationMessage,
  RunWakeMessage,
} from '#contracts/queue-message.ts';
import type { Transition } from '#contracts/transition.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { createAnnounceHandler } from '#functions/announce/handler.ts';
import { readingStream } from '#functions/announce/reading-stream.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { createDeliverHandler } from '#functions/deliver/handler.ts';
import { createIngestHandler } from '#functions/ingest/handler.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import type { Observer } from '#ports/observer.ts';
import { retention } from '#retention/retention.ts';
import { templates } from '#retention/templates.ts';
import { createChargedTables, tallyMeter } from './charged-tables.ts';
import { createCountedArchive } from './counted-archive.ts';
import type { Tally } from './tally.ts';
import { createVirtualWaits, slowed } from './virtual-waits.ts';

/** How long a request to AWS takes from a function in the same region: about the middle of what is usual. */
export const requestMs = { dynamo: 4, queue: 8, bus: 15, archive: 30 } as const;

/** The tenant of the workloads, and the write key of its one source. */
export const tenant = 'shop';
export const writeKey = 'hf_bench_key';

/** Counts what handlers report; a workload without faults has nothing to warn of. */
function createCountingObserver(tally: Tally): Observer {
  return {
    note: () => undefined,
    warn(message, details) {
      throw new Error(`Cannot measure the cost: ${message}: ${JSON.stringify(details)}`, { cause: details['error'] });
    },
    count(name, value) {
      if (name === 'EventsApplied' && value > 0) {
        tally.note('events', value);
        tally.note('customer writes', 1);
      }
      if (name === 'TransitionsAnnounced') tally.note('transitions', value);
      if (name === 'Woken') tally.note('wake-ups', value);
      if (['WriteConflicts', 'MessageFailed', 'TransitionsRefused', 'EventsQuarantined'].includes(name) && value > 0) {
        throw new Error(`Cannot measure the cost: ${name} is ${value} in a workload without faults`);
      }
    },
  };
}

/** The production handlers over adapters in memory that tell the tally what AWS would charge. */
export async function createCountedDeployment(options: {
  tally: Tally;
  nowMs: () => number;
  /** Told of each profile that was written with something to announce. */
  onAnnouncement: (item: Item) => void;
  /** Told of each transition on the bus. */
  onTransition: (transition: Transition) => void;
}) {
  const { tally, nowMs: clock } = options;
  const waits = createVirtualWaits();
  const meter = tallyMeter(tally);
  const tables = createChargedTables(tally, (item) => {
    if (item['outbox'] !== undefined) options.onAnnouncement(item);
  });
  const queues = {
    events: createMemoryMessageQueue<EventBatchMessage | ProfileWakesMessage | RelationMessage>(meter),
    archive: createMemoryMessageQueue<ArchiveMessage>(meter),
    playbooks: createMemoryMessageQueue<RunWakeMessage>(meter),
    deliveries: createMemoryMessageQueue<Command>(meter),
  };
  const overDynamo = <Port extends object>(port: Port) => slowed(port, waits, requestMs.dynamo);
  const overQueue = <Port extends object>(port: Port) => slowed(port, waits, requestMs.queue);
  const sources = createMemorySourceStore(meter);
  await sources.add(newSource({ writeKey, tenant, name: 'bench', createdMs: 0 }));
  const profiles = overDynamo(createMemoryProfileStore(tables.customers));
  const ledger = overDynamo(createMemoryLedger(tables.ledger));
  const archive = slowed(createCountedArchive(tally), waits, requestMs.archive);
  const toArchive = overQueue(queues.archive);
  const observer = createCountingObserver(tally);
  const pausing = { chance: () => 0.5, pause: (milliseconds: number) => waits.wait(milliseconds) };
  const publisher = createMemoryTransitionPublisher((transition) => {
    options.onTransition(transition);
    return true;
  }, meter);
  let ids = 0;
  return {
    waits,
    tables,
    queues,
    ingest: createIngestHandler({
      plan: retention.plan,
      sources: overDynamo(sources),
      queue: overQueue(queues.events),
      ledger,
      clock,
      observer,
    }),
    profile: createProfileHandler({
      definitions: retention,
      profiles,
      archive: toArchive,
      relations: overQueue(queues.events),
      ledger,
      populations: noPopulation,
      clock,
      ...pausing,
      observer,
    }),
    archive: createArchiveHandler({ archive, observer }),
    announce: readingStream(
      parseProfileItem,
      createAnnounceHandler({
        definitions: retention,
        profiles,
        relations: overQueue(queues.events),
        ledger,
        flows: overDynamo(createMemoryFlowStore(tables.ledger)),
        clock,
        populations: noPopulation,
        publisher: slowed(publisher, waits, requestMs.bus),
        ...pausing,
        observer,
      }),
    ),
    wake: createWakeHandler({
      index: overDynamo(createMemoryWakeIndex(tables.customers)),
      profileQueue: overQueue(queues.events),
      runQueue: overQueue(queues.playbooks),
      clock,
      observer,
    }),
    playbooks: createPlaybooksHandler({
      definitions: retention,
      profiles,
      runs: overDynamo(createMemoryRunStore(tables.customers)),
      ledger,
      commands: overQueue(queues.deliveries),
      clock,
      observer,
    }),
    deliver: createDeliverHandler({
      templates: new Map(templates.map((template) => [template.name, template])),
      profiles,
      ledger,
      emails: createMemoryEmailSender(),
      clock,
      newId: () => {
        ids += 1;
        return `attempt-${ids}`;
      },
      observer,
    }),
  };
}

export type CountedDeployment = Awaited<ReturnType<typeof createCountedDeployment>>;
