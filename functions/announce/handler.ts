import type { Transition } from '#contracts/transition.ts';
import type { Ledger } from '#ports/ledger.ts';
import type { Observer } from '#ports/observer.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';

/** One write of a profile, as the table's stream tells it: its place in the stream and what it announced. */
export type AnnouncedWrite = { readonly sequenceNumber: string; readonly transitions: readonly Transition[] };

export type AnnounceDependencies = {
  readonly ledger: Pick<Ledger, 'recordTransitions'>;
  readonly publisher: TransitionPublisher;
  readonly observer: Observer;
};

/**
 * Records and publishes transitions in the order of the stream. Returns the sequence number to go on from if the bus did
 * not take one, else null: everything from there comes again, so that no customer's order is broken.
 */
export function createAnnounceHandler({ ledger, publisher, observer }: AnnounceDependencies) {
  return async (writes: readonly AnnouncedWrite[]): Promise<string | null> => {
    const transitions = writes.flatMap((write) => write.transitions);
    await ledger.recordTransitions(transitions);
    const refused = await publisher.publish(transitions);
    observer.count('TransitionsAnnounced', transitions.length - refused.size);
    if (refused.size === 0) return null;
    observer.count('TransitionsRefused', refused.size);
    const first = writes.find((write) => write.transitions.some((transition) => refused.has(transition.id)));
    return first?.sequenceNumber ?? null;
  };
}
