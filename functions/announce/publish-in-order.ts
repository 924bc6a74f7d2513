import pMap from 'p-map';
import type { Transition } from '#contracts/transition.ts';
import type { Observer } from '#ports/observer.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';
import { nextRequests, subjectOf, type UnpublishedWrite, withoutTaken } from './next-requests.ts';

/** What publishing takes. */
export type PublishDependencies = {
  readonly publisher: TransitionPublisher;
  /** A number from 0 to below 1; spreads the pauses between attempts. */
  readonly chance: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly observer: Pick<Observer, 'warn'>;
};

/** What became of a batch. */
export type Published = {
  /** How many transitions the bus took. */
  readonly taken: number;
  /** How many it did not. */
  readonly refused: number;
  /** Those, in the order of the stream. */
  readonly left: readonly UnpublishedWrite[];
};

/** How often what the bus refused is sent before the stream has to bring it again. */
export const maximumAttempts = 8;

/** Longest pause before the second attempt; it doubles with each, up to `longestPauseMs`. */
const firstPauseMs = 50;
const longestPauseMs = 1_000;

/** Requests under way at once. */
const concurrency = 4;

/** Sends one request; gives the ids that the bus did not take: all, where nobody knows what became of them. */
async function send({ publisher, observer }: PublishDependencies, request: readonly Transition[]) {
  try {
    return await publisher.publish(request);
  } catch (error) {
    observer.warn('Cannot publish some transitions; they are sent again', { transitions: request.length, error });
    return new Set(request.map((transition) => transition.id));
  }
}

/** Sends all that is left, customer by customer up to the first refusal, and gives what is left after that. */
async function attempt(dependencies: PublishDependencies, before: readonly UnpublishedWrite[]) {
  const refusedCustomers = new Set<string>();
  let left = before;
  // Ends: each round finishes a write of every customer in it, or sets that customer aside.
  for (
    let round = nextRequests(left, refusedCustomers);
    round.length > 0;
    round = nextRequests(left, refusedCustomers)
  ) {
    const taken = new Set<string>();
    const sendOne = async (request: readonly Transition[]) => {
      const refused = await send(dependencies, request);
      for (const transition of request) {
        if (refused.has(transition.id)) refusedCustomers.add(subjectOf(transition));
        else taken.add(transition.id);
      }
    };
    await pMap(round, sendOne, { concurrency });
    left = withoutTaken(left, taken);
  }
  return left;
}

function count(writes: readonly UnpublishedWrite[]): number {
  return writes.reduce((sum, write) => sum + write.transitions.length, 0);
}

/**
 * Publishes the transitions of writes, given in the order of the stream. A customer's write is sent once the bus has taken
 * all of its earlier ones. What the bus refuses, or what nobody knows about, is sent again after all other customers have
 * had their turn and a pause drawn from 0 to a doubling bound ("full jitter"). No transition is sent more often than
 * `maximumAttempts`.
 */
export async function publishInOrder(
  dependencies: PublishDependencies,
  writes: readonly UnpublishedWrite[],
): Promise<Published> {
  let left: readonly UnpublishedWrite[] = writes.filter((write) => write.transitions.length > 0);
  const asked = count(left);
  for (let attempts = 1; left.length > 0 && attempts <= maximumAttempts; attempts += 1) {
    if (attempts > 1) {
      const boundMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempts - 2));
      await dependencies.pause(dependencies.chance() * boundMs);
    }
    left = await attempt(dependencies, left);
  }
  const refused = count(left);
  return { taken: asked - refused, refused, left };
}
