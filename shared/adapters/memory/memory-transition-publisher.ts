import { type Transition, transitionSchema } from '#contracts/transition.ts';
import { type Meter, unmetered } from '#ports/meter.ts';
import { refuseLargerRequest, type TransitionPublisher } from '#ports/transition-publisher.ts';
import { chargedChunks } from '../aws/capacity-units.ts';

/** A bus in memory, with what was put on it. */
export type MemoryTransitionPublisher = TransitionPublisher & {
  /** Everything that the bus took, in order. */
  readonly published: () => Transition[];
};

/**
 * A bus in memory; it refuses the transitions that `takes` says no to. The meter counts what EventBridge would charge: it
 * charges for the entries that it is asked to take.
 */
export function createMemoryTransitionPublisher(
  takes: (transition: Transition) => boolean = () => true,
  meter: Meter = unmetered,
): MemoryTransitionPublisher {
  const details: string[] = [];
  return {
    async publish(transitions) {
      refuseLargerRequest(transitions);
      const refused = new Set<string>();
      for (const transition of transitions) {
        const detail = JSON.stringify(transition);
        meter.count('EventBridge entries', chargedChunks(Buffer.byteLength(detail)));
        if (takes(transition)) details.push(detail);
        else refused.add(transition.id);
      }
      return refused;
    },
    published: () => details.map((detail) => transitionSchema.parse(JSON.parse(detail))),
  };
}
