import type { ProfileRecord } from '#contracts/profile-record.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Observer } from '#ports/observer.ts';
import { type PublishDependencies, publishInOrder } from './publish-in-order.ts';
import { readInOrder } from './read-in-order.ts';

/** One write of a profile, as the table's stream tells it: its place in the stream, and the profile as it was written. */
export type AnnouncedWrite = { readonly sequenceNumber: string; readonly record: ProfileRecord };

/** Announces writes, given in the order of the stream; gives the sequence number to go on from, null when all is done. */
export type Announce = (writes: readonly AnnouncedWrite[]) => Promise<string | null>;

/** What the announce handler needs. */
export type AnnounceDependencies = PublishDependencies & {
  readonly definitions: RetentionDefinitions;
  readonly ledger: Pick<Ledger, 'recordTransitions'>;
  readonly observer: Observer;
};

/**
 * Records the transitions of writes and publishes them, each customer's in order. Returns the sequence number of the first
 * write that the bus has not taken whole, or whose profile cannot be read, else null: everything from there comes again.
 * Throws, so that all of it comes again, if the ledger fails or the very first write cannot be read.
 */
export function createAnnounceHandler(dependencies: AnnounceDependencies): Announce {
  const { definitions, ledger, observer } = dependencies;
  return async (writes) => {
    const { read, stoppedAt } = readInOrder(writes, ({ sequenceNumber, record }) => {
      return { sequenceNumber, transitions: transitionsOf(definitions, record) };
    });
    await ledger.recordTransitions(read.flatMap((write) => write.transitions));
    const { taken, refused, left } = await publishInOrder(dependencies, read);
    observer.count('TransitionsAnnounced', taken);
    observer.count('TransitionsRefused', refused);
    return left[0]?.sequenceNumber ?? stoppedAt;
  };
}
