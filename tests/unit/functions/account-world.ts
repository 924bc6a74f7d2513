import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { TableCharge } from '#adapters/memory/memory-table-charges.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import type { ArchiveMessage, RelationMessage } from '#contracts/queue-message.ts';
import type { Transition } from '#contracts/transition.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { type AnnouncedWrite, createAnnounceHandler } from '#functions/announce/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import type { FailedMessages, ReceivedMessage } from '#functions/received-message.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { accountRetention } from './account-retention.ts';
import { nowMs, tenant } from './example-events.ts';
import { createRecordingObserver } from './recording-observer.ts';

/** In what order what waits is worked on; the first that waits, and each message once, unless a test says otherwise. */
export type Chance = { readonly below: (bound: number) => number };
const inOrder: Chance = { below: () => 0 };

/** The profile and the announce function over memory, with a stream and a queue between them that a test drains. */
export function createAccountWorld(
  around: {
    definitions?: RetentionDefinitions;
    profiles?: (store: ProfileStore) => ProfileStore;
    relations?: (queue: MessageQueue<RelationMessage>) => MessageQueue<RelationMessage>;
    onCharge?: (charge: TableCharge) => void;
  } = {},
) {
  const definitions = around.definitions ?? accountRetention;
  const stream: AnnouncedWrite[] = [];
  const written: Item[] = [];
  const table = createMemoryCustomerTable((item) => {
    written.push(item);
    if (text(item, 'sk') !== profileSortKey || item['outbox'] === undefined) return;
    stream.push({ sequenceNumber: String(written.length), record: parseProfileItem(item) });
  }, around.onCharge ?? null);
  const honest = createMemoryProfileStore(table, 400);
  const profiles = around.profiles?.(honest) ?? honest;
  const queue = createMemoryMessageQueue<RelationMessage>();
  const relations = around.relations?.(queue) ?? queue;
  const archive = createMemoryMessageQueue<ArchiveMessage>();
  const observer = createRecordingObserver();
  const announced: Transition[] = [];
  const clock = { nowMs };
  const populations = noPopulation;
  const common = {
    definitions,
    profiles,
    relations,
    populations,
    observer,
    chance: () => 0.5,
    pause: async () => undefined,
  };
  const makeHandler = () =>
    createProfileHandler({
      ...common,
      archive,
      ledger: createMemoryLedger(createMemoryLedgerTable()),
      clock: () => clock.nowMs,
    });
  const handle = makeHandler();
  const announce = createAnnounceHandler({
    ...common,
    ledger: createMemoryLedger(createMemoryLedgerTable()),
    flows: createMemoryFlowStore(createMemoryLedgerTable()),
    clock: () => clock.nowMs,
    publisher: createMemoryTransitionPublisher((transition) => announced.push(transition) > 0),
  });

  let received = 0;
  const receive = (body: string): ReceivedMessage => {
    received += 1;
    return { id: `told ${received}`, body, firstId: `told ${received}`, sentMs: clock.nowMs };
  };

  const world = {
    table,
    written,
    profiles: honest,
    archive,
    queue,
    stream,
    announced,
    observer,
    clock,
    handle,
    announce,
    restart: makeHandler,
    /**
     * Hands on what waits in the stream, and what waits in the queue, until nothing does: several workers at a time. What fails
     * comes again, and some messages do although they are done.
     */
    async settle(chance: Chance = inOrder): Promise<void> {
      const waiting: string[] = [];
      const work = async () => {
        const size = Math.min(waiting.length, 1 + chance.below(12));
        const bodies = Array.from({ length: size }, () => waiting.splice(chance.below(waiting.length), 1)).flat();
        const messages = bodies.map(receive);
        const failed: FailedMessages = await handle(messages).catch(() => new Set(messages.map(({ id }) => id)));
        const again = messages.filter(({ id }) => failed.has(id) || chance.below(8) === 1);
        waiting.push(...again.map(({ body }) => body));
      };
      for (let rounds = 0; rounds <= 5_000; rounds += 1) {
        waiting.push(...queue.take());
        if (waiting.length + stream.length === 0) return;
        const announcing = stream.length > 0 && chance.below(2) === 0 ? 1 + chance.below(stream.length) : 0;
        const workers = Array.from({ length: 1 + chance.below(3) }, work);
        await Promise.all([world.announceSome(announcing), ...workers]);
      }
      throw new Error('What profiles tell each other does not come to an end');
    },
    /** Announces the first writes of the stream; what could not be comes again. */
    async announceSome(count: number): Promise<void> {
      if (count === 0) return;
      const writes = stream.slice(0, count);
      const resumeFrom = await announce(writes).catch(() => writes[0]?.sequenceNumber ?? null);
      const from = writes.findIndex(({ sequenceNumber }) => sequenceNumber === resumeFrom);
      stream.splice(0, from === -1 ? writes.length : from);
    },
    record: (customerId: string) => honest.load(tenant, customerId, 'consistent'),
    /** How many events a profile has counted; 0 if there is none. */
    async eventsOf(customerId: string): Promise<number> {
      const record = await honest.load(tenant, customerId, 'consistent');
      return record === null ? 0 : decodeState(record.state).events;
    },
    async segmentsOf(customerId: string): Promise<string[]> {
      const record = await honest.load(tenant, customerId, 'consistent');
      return Object.keys(record?.memberships ?? {}).sort();
    },
    /** How many profiles were written so far, of one customer or account. */
    puts: (customerId: string) =>
      written.filter((item) => item['pk']?.S === `${tenant}|${customerId}` && item['sk']?.S === profileSortKey).length,
  };
  return world;
}

export type AccountWorld = ReturnType<typeof createAccountWorld>;
