import type { ArchiveMessage, RelationMessage } from '#contracts/queue-message.ts';
import type { RelationsAsked } from '#domain/profile/relations-asked.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Clock } from '#ports/clock.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { PopulationLookup } from '../population-cache.ts';
import type { PageCache } from './page-cache.ts';

/** What the profile handler needs. */
export type ProfileHandlerDependencies = {
  readonly definitions: RetentionDefinitions;
  readonly profiles: ProfileStore;
  /** The queue of what is to be archived. */
  readonly archive: MessageQueue<ArchiveMessage>;
  /** The event queue, for what profiles tell each other. */
  readonly relations: MessageQueue<RelationMessage>;
  readonly ledger: Pick<Ledger, 'quarantine'>;
  readonly populations: PopulationLookup;
  readonly clock: Clock;
  /** A number from 0 to below 1; spreads the pauses between attempts. */
  readonly chance: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly observer: Observer;
};

/** The same, with what the handler itself keeps for as long as its process lives. */
export type ProfileDependencies = ProfileHandlerDependencies & {
  readonly pages: PageCache;
  /** What the definitions ask of accounts and members. */
  readonly asked: RelationsAsked;
};
