import { type Transition, transitionSchema } from '#contracts/transition.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';

/** A bus in memory, with what was put on it. */
export type MemoryTransitionPublisher = TransitionPublisher & {
  /** Everything that the bus took, in order. */
  readonly published: () => Transition[];
};

/** A bus in memory; it refuses the transitions that `takes` says no to. */
export function createMemoryTransitionPublisher(
  takes: (transition: Transition) => boolean = () => true,
): MemoryTransitionPublisher {
  const details: string[] = [];
  return {
    async publish(transitions) {
      const refused = new Set<string>();
      for (const transition of transitions) {
        if (takes(transition)) details.push(JSON.stringify(transition));
        else refused.add(transition.id);
      }
      return refused;
    },
    published: () => details.map((detail) => transitionSchema.parse(JSON.parse(detail))),
  };
}
