import { type Transition, transitionSource } from '#contracts/transition.ts';

/** Puts transitions on the bus. */
export interface TransitionPublisher {
  /**
   * Publishes in one request; returns the ids of those that the bus did not take, for it may take some and refuse others.
   * Throws where nobody knows what became of the request, and where it is larger than `refuseLargerRequest` allows.
   */
  publish(transitions: readonly Transition[]): Promise<ReadonlySet<string>>;
}

/** Most transitions of one request. Source: EventBridge API reference, PutEvents. */
export const maximumTransitionsPerRequest = 10;

/**
 * Most bytes of one request. Source: EventBridge API reference, PutEvents, "total entry size": less than 1 MB, but 256 KB
 * where that is still the limit. A single transition may always try.
 */
export const maximumRequestBytes = 256_000;

const timeBytes = 14;

/** How much of a request a transition takes. Source: EventBridge user guide, "Calculating PutEvents event entry size". */
export function publishedBytes(transition: Transition): number {
  const texts = [transitionSource, transition.type, JSON.stringify(transition)];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), timeBytes);
}

/** Throws if the bus would refuse a request for its size alone: a mistake of whoever put it together. */
export function refuseLargerRequest(transitions: readonly Transition[]): void {
  const count = transitions.length;
  if (count > maximumTransitionsPerRequest) {
    throw new Error(`Cannot publish ${count} transitions in one request: at most ${maximumTransitionsPerRequest}`);
  }
  const bytes = transitions.reduce((sum, transition) => sum + publishedBytes(transition), 0);
  if (count > 1 && bytes > maximumRequestBytes) {
    throw new Error(`Cannot publish ${bytes} bytes in one request: at most ${maximumRequestBytes}`);
  }
}
