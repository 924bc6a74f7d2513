import type { Command } from '#contracts/command.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { RunStore } from '#ports/run-store.ts';

/** What the playbooks handler needs. */
export type PlaybookDependencies = {
  readonly definitions: RetentionDefinitions;
  readonly profiles: Pick<ProfileStore, 'load' | 'loadJoins'>;
  readonly runs: RunStore;
  readonly ledger: Pick<Ledger, 'recordOutcome'>;
  readonly commands: MessageQueue<Command>;
  readonly clock: Clock;
  readonly observer: Observer;
};
