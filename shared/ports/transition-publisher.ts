import type { Transition } from '#contracts/transition.ts';

/** Puts transitions on the bus. */
export interface TransitionPublisher {
  /** Publishes in order; returns the ids of those that the bus did not take. */
  publish(transitions: readonly Transition[]): Promise<ReadonlySet<string>>;
}
