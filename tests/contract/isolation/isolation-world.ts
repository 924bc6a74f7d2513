import { createMemoryEmailSender } from '#adapters/memory/memory-email-sender.ts';
import { createMemoryMessageQueue, type MemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryTransitionPublisher } from '#adapters/memory/memory-transition-publisher.ts';
import { type Command, commandSchema } from '#contracts/command.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type {
  ArchiveMessage,
  EventBatchMessage,
  ProfileWakesMessage,
  RelationMessage,
  RunWakeMessage,
} from '#contracts/queue-message.ts';
import type { Transition } from '#contracts/transition.ts';
import { createAnnounceHandler } from '#functions/announce/handler.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import { createDeliverHandler } from '#functions/deliver/handler.ts';
import { createIngestHandler } from '#functions/ingest/handler.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { createProfileHandler } from '#functions/profile/handler.ts';
import type { FailedMessages, ReceivedMessage } from '#functions/received-message.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { exampleRetention } from '../../unit/functions/example-retention.ts';
import type { IsolationStores } from './isolation-stores.ts';
import { foreignIn } from './marks.ts';

/** Messages that are archived at once. */
const archivedTogether = 25;

/** Most rounds of work after one operation: each hands something to the next function. */
const mostRounds = 50;

/** Tells which records were written, as the table's stream would. */
function withWrites(profiles: ProfileStore, onWritten: (record: ProfileRecord) => void): ProfileStore {
  return {
    ...profiles,
    async put(record) {
      const result = await profiles.put(record);
      if (result === 'written') onWritten(record);
      return result;
    },
  };
}

/** Every function over stores that several tenants share, with its clock in the test's hand. Whatever is amiss goes to `report`. */
export function createIsolationWorld(stores: IsolationStores, startMs: number, report: (leak: string) => void) {
  const clock = { nowMs: startMs };
  const now = () => clock.nowMs;
  const chance = () => 0;
  const pause = async () => undefined;
  const observer = {
    count: () => undefined,
    note: () => undefined,
    warn: (what: string, of: object) => warn(what, of),
  };
  const events = createMemoryMessageQueue<EventBatchMessage | ProfileWakesMessage | RelationMessage>();
  const archive = createMemoryMessageQueue<ArchiveMessage>();
  const commands = createMemoryMessageQueue<Command>();
  const runWakes = createMemoryMessageQueue<RunWakeMessage>();
  const emails = createMemoryEmailSender();
  const announced: Transition[] = [];
  const publisher = createMemoryTransitionPublisher((transition) => {
    announced.push(transition);
    return true;
  });
  const writes: ProfileRecord[] = [];
  const profiles = withWrites(stores.profiles, (record) => writes.push(record));
  const { runs, ledger } = stores;
  const definitions = exampleRetention;
  const deliverDependencies = { templates: definitions.templates, profiles, ledger, emails, clock: now, observer };
  let ids = 0;
  const newId = () => {
    ids += 1;
    return `attempt ${ids}`;
  };
  const ingest = createIngestHandler({
    plan: definitions.plan,
    sources: stores.sources,
    queue: events,
    ledger,
    clock: now,
    observer,
  });
  const writeArchive = createArchiveHandler({ archive: stores.archive, observer });
  const telling = { profiles, relations: events };
  const waiting = { chance, pause, observer };
  const profile = createProfileHandler({
    definitions,
    populations: noPopulation,
    ...telling,
    archive,
    ledger,
    clock: now,
    ...waiting,
  });
  const announce = createAnnounceHandler({
    definitions,
    populations: noPopulation,
    ...telling,
    ledger,
    flows: stores.flows,
    clock: now,
    publisher,
    ...waiting,
  });
  const play = createPlaybooksHandler({ definitions, profiles, runs, ledger, commands, clock: now, observer });
  const deliver = createDeliverHandler({ ...deliverDependencies, newId });
  const wake = createWakeHandler({
    index: stores.wakeIndex,
    profileQueue: events,
    runQueue: runWakes,
    clock: now,
    observer,
  });

  function warn(what: string, details: object): void {
    const error: unknown = 'error' in details ? details.error : null;
    report(`${what}: ${error instanceof Error ? error.message : JSON.stringify(details)}`);
  }

  const messageOf = (body: string): ReceivedMessage => {
    ids += 1;
    return { id: `m${ids}`, firstId: `m${ids}`, body, sentMs: clock.nowMs };
  };

  async function work(handle: (messages: readonly ReceivedMessage[]) => Promise<FailedMessages>, bodies: string[]) {
    if (bodies.length === 0) return;
    const failed = await handle(bodies.map(messageOf));
    if (failed.size > 0) report(`${failed.size} messages failed`);
  }

  /** Carries commands out one by one, so that each e-mail can be held against the tenant whose command it was. */
  async function carryOut(queue: MemoryMessageQueue<Command>): Promise<void> {
    for (const body of queue.take()) {
      const { tenant } = commandSchema.parse(JSON.parse(body));
      const before = emails.sent().length;
      await work(deliver, [body]);
      for (const email of emails.sent().slice(before)) {
        for (const foreign of foreignIn(tenant, email)) report(`${tenant}: an e-mail holds ${foreign}`);
        if (email.to !== `ada.${tenant}@example.com`) report(`${tenant}: an e-mail goes to ${email.to}`);
      }
    }
  }

  /** Works until no queue holds anything. */
  async function settle(): Promise<void> {
    for (let round = 0; round < mostRounds; round += 1) {
      const bodies = [...events.take()];
      const records = writes.splice(0);
      const transitions = announced.splice(0).map((detail) => JSON.stringify({ detail }));
      const wakes = runWakes.take();
      if (bodies.length + records.length + transitions.length + wakes.length + commands.bodies().length === 0) return;
      await work(profile, bodies);
      await announce(records.map((record, index) => ({ sequenceNumber: String(index), record })));
      await work(play, [...transitions, ...wakes]);
      await carryOut(commands);
      // Those of several tenants together, as a window gathers them.
      if (archive.bodies().length >= archivedTogether) await work(writeArchive, archive.take());
    }
    throw new Error(`The work does not end within ${mostRounds} rounds`);
  }

  return {
    clock,
    ingest,
    settle,
    wake,
    playbooks: definitions.playbooks.map((playbook) => playbook.name),
    /** Puts a message on the event queue past the HTTP API. */
    enqueue: (message: EventBatchMessage) => events.send([message]),
    /** E-mails that were sent. */
    sent: () => emails.sent().length,
  };
}

export type IsolationWorld = ReturnType<typeof createIsolationWorld>;
