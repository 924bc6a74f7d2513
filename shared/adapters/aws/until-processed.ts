import { setTimeout as pause } from 'node:timers/promises';

/** Most requests for one batch, and the longest pause before the second of them; it doubles with each. */
const maximumRequests = 6;
const firstPauseMs = 25;

/**
 * Sends a batch, and what DynamoDB left unprocessed of it again, with pauses drawn from 0 to a doubling bound ("full
 * jitter"): it leaves out what is throttled and answers with success all the same. `send` gives what is left, null when
 * nothing is.
 *
 * @throws Error, saying `what` could not be done, when something is still left after six requests.
 */
export async function untilProcessed<Batch>(
  what: string,
  batch: Batch,
  send: (batch: Batch) => Promise<Batch | null>,
): Promise<void> {
  let left = batch;
  for (let requests = 1; requests <= maximumRequests; requests += 1) {
    const unprocessed = await send(left);
    if (unprocessed === null) return;
    left = unprocessed;
    if (requests < maximumRequests) await pause(Math.random() * firstPauseMs * 2 ** (requests - 1));
  }
  throw new Error(`Cannot ${what}: DynamoDB left a part of it unprocessed ${maximumRequests} times`);
}
