import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { createMemoryRunStore } from '#adapters/memory/memory-run-store.ts';
import { type Command, commandSchema } from '#contracts/command.ts';
import type { SegmentTransition, Transition } from '#contracts/transition.ts';
import { freezeProfile } from '#domain/profile/join-profiles.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { createPlaybooksHandler } from '#functions/playbooks/handler.ts';
import type { PlaybookDependencies } from '#functions/playbooks/playbook-dependencies.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';
import { createRecordingObserver } from './recording-observer.ts';

/** When the customer "ada", who was last seen at `nowMs`, turns quiet. */
export const quietMs = nowMs + 14 * dayMs;

/** The playbooks handler over memory, behind the profile handler whose profiles it reads. */
export function createPlaybookWorld(around: Partial<PlaybookDependencies> = {}) {
  const profileWorld = createProfileWorld();
  const { clock, profiles, table } = profileWorld;
  const runs = createMemoryRunStore(table);
  const ledgerTable = createMemoryLedgerTable();
  const ledger = createMemoryLedger(ledgerTable);
  const reader = createMemoryLedgerReader(ledgerTable);
  const queue = createMemoryMessageQueue<Command>();
  const observer = createRecordingObserver();
  const dependencies: PlaybookDependencies = {
    definitions: exampleRetention,
    profiles,
    runs,
    ledger,
    commands: queue,
    clock: () => clock.nowMs,
    observer,
    ...around,
  };

  /** The transitions of the customer's latest write. */
  async function latestTransitions(customerId = 'ada'): Promise<readonly Transition[]> {
    return transitionsOf(exampleRetention, await profileWorld.profile(customerId), null);
  }

  async function wakeCustomer(): Promise<void> {
    const body = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'ada', dueMs: clock.nowMs };
    await profileWorld.handle([receivedMessage('wake', JSON.stringify(body))]);
  }

  /** Lets "ada" buy for `total` at `nowMs` and turn quiet at `atMs`; gives the message that tells of it. */
  async function turnQuiet(total = 10, atMs = quietMs): Promise<ReceivedMessage> {
    await profileWorld.handle([eventMessage('bought', [purchaseEvent('bought', total)])]);
    clock.nowMs = atMs;
    await wakeCustomer();
    return announced(enteredQuiet(await latestTransitions()));
  }

  async function comeBack(userId = 'ada'): Promise<void> {
    const event = exampleEvent(`back at ${clock.nowMs}`, { timeMs: clock.nowMs, userId });
    await profileWorld.handle([eventMessage('back', [event])]);
  }

  return {
    profileWorld,
    latestTransitions,
    clock,
    runs,
    dependencies,
    commandObserver: observer,
    play: createPlaybooksHandler(dependencies),
    /** What was sent and not taken yet. */
    takeCommands: () => queue.take().map((body) => commandSchema.parse(JSON.parse(body))),
    outcomes: () => reader.outcomesOf(tenant, 'ada', 10),
    turnQuiet,
    comeBack,
    /** Lets "ada" turn quiet, come back, and turn quiet again: the messages, and the profile after the first of them. */
    async turnQuietTwice() {
      const first = await turnQuiet();
      const between = await profileWorld.profile();
      clock.nowMs = quietMs + dayMs;
      await comeBack();
      const second = await turnQuiet(10, quietMs + 15 * dayMs);
      return { first, second, between };
    },
    /** Freezes "ada", who is part of that customer from then on. */
    async becomePartOf(into: string): Promise<void> {
      const record = await profileWorld.profile();
      const shared = { tenant, customerId: 'ada', record, into, nowMs: clock.nowMs, correlationId: 'join' };
      await profiles.put(freezeProfile({ ...shared, mode: 'live' }));
    },
  };
}

/** The entry into the segment among the transitions. Throws if there is none. */
export function enteredQuiet(transitions: readonly Transition[]): SegmentTransition {
  for (const transition of transitions) {
    if (transition.type === 'Segment Entered' && transition.segment === 'quiet') return transition;
  }
  throw new Error('The customer did not turn quiet');
}

/** A message of the playbook queue: EventBridge's envelope around a transition. */
export function announced(detail: Transition): ReceivedMessage {
  const envelope = { version: '0', id: 'event', 'detail-type': detail.type, source: 'holdfast', account: '0' };
  return receivedMessage(`message of ${detail.id}`, JSON.stringify({ ...envelope, detail }));
}

/** A message of the playbook queue: the wait of a run is over. */
export function runWake(runId: string, dueMs: number): ReceivedMessage {
  const body = { kind: 'wake run', schemaVersion: 1, tenant, customerId: 'ada', runId, dueMs };
  return receivedMessage(`wake of ${runId}`, JSON.stringify(body));
}
