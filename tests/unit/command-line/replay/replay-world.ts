import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryEventArchive, type MemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { MemoryTable } from '#adapters/memory/memory-table.ts';
import {
  type ArchivedBatchMessage,
  type ArchiveMessage,
  archivedBatchMessageSchema,
  type CountedFor,
  type RelationMessage,
} from '#contracts/queue-message.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { type ReplaySettings, runReplay } from '#infra/command-line/replay/run-replay.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { nowMs, tenant } from '../../functions/example-events.ts';
import { exampleRetention } from '../../functions/example-retention.ts';
import { createRecordingObserver } from '../../functions/recording-observer.ts';

export type Replay = Partial<
  Pick<
    ReplaySettings,
    'days' | 'customer' | 'only' | 'rebuild' | 'definitions' | 'profiles' | 'archive' | 'signal' | 'nowMs'
  >
> & {
  readonly isDry?: boolean;
  /** For how long what is sent waits in the queue. */
  readonly queuedMs?: number;
};

/** Profile and archive functions over memory, and a replay of any archive into their table. */
export function createReplayWorld(
  options: { definitions?: RetentionDefinitions; archive?: MemoryEventArchive; table?: MemoryTable } = {},
) {
  const definitions = options.definitions ?? exampleRetention;
  const table = options.table ?? createMemoryCustomerTable(null);
  const profiles = createMemoryProfileStore(table);
  const archive = options.archive ?? createMemoryEventArchive();
  const toArchive = createMemoryMessageQueue<ArchiveMessage>();
  const relations = createMemoryMessageQueue<RelationMessage>();
  const observer = createRecordingObserver();
  const clock = { nowMs };
  const handle = createProfileHandler({
    definitions,
    profiles,
    archive: toArchive,
    relations,
    ledger: createMemoryLedger(createMemoryLedgerTable()),
    populations: noPopulation,
    clock: () => clock.nowMs,
    chance: () => 0.5,
    pause: async () => undefined,
    observer,
  });
  const archiveMessages = createArchiveHandler({ archive, observer });
  const received = (body: string, index: number): ReceivedMessage => {
    return { id: `m${index}`, body, firstId: `m${index}`, sentMs: clock.nowMs };
  };
  const deliver = async (messages: readonly ReceivedMessage[]) => {
    const failed = await handle(messages);
    if (failed.size > 0) throw new Error(`Cannot handle ${[...failed].join(', ')}: ${observer.warnings.join('; ')}`);
  };
  const sent = createMemoryMessageQueue<ArchivedBatchMessage>();
  /** In what batches the function gets what was sent, each event by itself. */
  const order = { batchSize: 10, isReversed: false };
  /** For whom it was. */
  const sentFor = new Set<CountedFor>();
  const workOff = async () => {
    const single = sent.take().flatMap((body) => {
      const message = archivedBatchMessageSchema.parse(JSON.parse(body));
      sentFor.add(message.countsFor);
      return message.events.map((event) => JSON.stringify({ ...message, events: [event] }));
    });
    const messages = single.map(received);
    if (order.isReversed) messages.reverse();
    for (let from = 0; from < messages.length; from += order.batchSize) {
      await deliver(messages.slice(from, from + order.batchSize));
    }
  };
  return {
    table,
    profiles,
    archive,
    observer,
    clock,
    sent,
    relations,
    sentFor,
    order,
    deliver,
    workOff,
    /** Writes what was handed to the archive. */
    async writeArchive() {
      const failed = await archiveMessages(toArchive.take().map(received));
      if (failed.size > 0) throw new Error('Cannot write the archive');
    },
    async profile(customerId: string) {
      const record = await profiles.load(tenant, customerId, 'consistent');
      if (record === null) throw new Error(`There is no profile of ${customerId}`);
      return record;
    },
    replay({ isDry = false, queuedMs = 0, ...more }: Replay = {}) {
      const depth = async () => {
        await workOff();
        return 0;
      };
      const seeThrough = async () => {
        clock.nowMs += queuedMs;
        await workOff();
        return { drained: true, problem: null };
      };
      return runReplay({
        archive,
        profiles,
        populations: noPopulation,
        definitions,
        tenant,
        days: { from: null, to: null },
        customer: null,
        only: null,
        rebuild: false,
        destination: isDry ? null : { queue: sent, relations, depth, seeThrough },
        backlog: { waiting: 0, dead: 0 },
        nowMs: clock.nowMs,
        waitSeconds: 1,
        realNowMs: () => clock.nowMs,
        pause: async () => undefined,
        signal: new AbortController().signal,
        progress: silentProgress,
        observer,
        ...more,
      });
    },
  };
}

export type ReplayWorld = ReturnType<typeof createReplayWorld>;

/** What has to be the same in two worlds, for some customers: states, joins, traits and accounts. */
export async function shownCustomers(profiles: ProfileStore, customerIds: readonly string[]) {
  const shown: Record<string, unknown> = {};
  for (const customerId of customerIds) {
    const record = await profiles.load(tenant, customerId, 'consistent');
    const { traits, accounts } = await profiles.loadTraits(tenant, customerId);
    const joins = (await profiles.loadJoins(tenant, customerId)).map(({ visitor }) => visitor);
    shown[customerId] = {
      state: record === null ? null : Buffer.from(record.state).toString('hex'),
      joined: record?.joined ?? null,
      traits,
      accounts,
      joins,
      members: await profiles.loadMembers(tenant, customerId),
    };
  }
  return shown;
}
