import type { Command } from '#contracts/command.ts';
import type {
  ArchiveMessage,
  EventBatchMessage,
  ProfileWakesMessage,
  RelationMessage,
} from '#contracts/queue-message.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Announce } from '#functions/announce/handler.ts';
import type { FailedMessages, ReceivedMessage } from '#functions/received-message.ts';
import type { EmailSender } from '#ports/email-sender.ts';
import type { EventArchiveWriter } from '#ports/event-archive.ts';
import type { FlowCounter } from '#ports/flow-store.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { RunStore } from '#ports/run-store.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';

/** The queues with a consumer. */
export type QueueName = 'event' | 'archive' | 'playbook' | 'delivery';

export type QueueHandler = (messages: readonly ReceivedMessage[]) => Promise<FailedMessages>;

/** The other ports within reach of a spoiled one, over the network and with its faults. */
export type Neighbours = { readonly publisher: TransitionPublisher; readonly profiles: ProfileStore };

/**
 * Hooks for planted bugs. Each gets the honest thing and returns the spoiled one.
 *
 * `stored…` hooks sit where the data is: what such a method does is one effect that nothing comes in between, even if it
 * awaits several calls of the honest thing. They are applied once per run (and code, where two run side by side). All other hooks sit where the handler is: every
 * call of the honest thing is a request of its own, which can be lost, reordered or cut off by a crash. They are applied
 * once per container, so state of theirs dies with it.
 */
export type Spoiler = {
  readonly storedProfiles: (store: ProfileStore) => ProfileStore;
  readonly storedLedger: (ledger: Ledger) => Ledger;
  /** What the profile function believes. */
  readonly definitions: (definitions: RetentionDefinitions) => RetentionDefinitions;
  readonly profiles: (store: ProfileStore, neighbours: Neighbours) => ProfileStore;
  /** What hands accepted events to the archive, and what keeps them there. */
  readonly toArchive: (queue: MessageQueue<ArchiveMessage>) => MessageQueue<ArchiveMessage>;
  readonly archive: (archive: EventArchiveWriter) => EventArchiveWriter;
  readonly ledger: (ledger: Ledger) => Ledger;
  readonly flows: (flows: FlowCounter) => FlowCounter;
  readonly runs: (runs: RunStore) => RunStore;
  readonly publisher: (publisher: TransitionPublisher) => TransitionPublisher;
  readonly emails: (emails: EmailSender) => EmailSender;
  readonly events: (queue: MessageQueue<EventBatchMessage>) => MessageQueue<EventBatchMessage>;
  /** What profiles tell each other. */
  readonly relations: (queue: MessageQueue<RelationMessage>) => MessageQueue<RelationMessage>;
  /** What wakes profiles. */
  readonly wakes: (queue: MessageQueue<ProfileWakesMessage>) => MessageQueue<ProfileWakesMessage>;
  readonly commands: (queue: MessageQueue<Command>) => MessageQueue<Command>;
  /** Around a queue's handler: what it returns as failed goes back, the rest is acknowledged. */
  readonly consume: (handle: QueueHandler, queue: QueueName) => QueueHandler;
  /** Around the stream's handler: the sequence number that it returns is where the stream goes on, null: after all. */
  readonly announce: (handle: Announce) => Announce;
  /** When a delivered message is taken off its queue. */
  readonly acknowledges: (queue: QueueName) => 'after the handler' | 'before the handler';
};

/** Spoils nothing. */
export const noSpoiler: Spoiler = {
  storedProfiles: (store) => store,
  storedLedger: (ledger) => ledger,
  definitions: (definitions) => definitions,
  profiles: (store) => store,
  toArchive: (queue) => queue,
  archive: (archive) => archive,
  ledger: (ledger) => ledger,
  flows: (flows) => flows,
  runs: (runs) => runs,
  publisher: (publisher) => publisher,
  emails: (emails) => emails,
  events: (queue) => queue,
  relations: (queue) => queue,
  wakes: (queue) => queue,
  commands: (queue) => queue,
  consume: (handle) => handle,
  announce: (handle) => handle,
  acknowledges: () => 'after the handler',
};
