import { setTimeout as pause } from 'node:timers/promises';

/** Most requests for one batch, and the longest pause before the second of them; it doubles with each. */
const maximumRequests = 6;
const firstPauseMs = 25;

/**
 * Sends a batch, and what DynamoDB left unprocessed of it again, with pauses drawn from 0 to a doubling bound ("full
 * jitter"): it leaves out what is throttled and answers with success all the same. `send` gives what is left, null when
 * nothing is. Returns what is still left in the end: when a request leaves everything unprocessed, or after six requests.
 *
 * Only a batch that gets shorter is sent again. One that comes back whole was throttled whole, which DynamoDB otherwise
 * says with an error, and another request would add to what throttles it.
 */
export async function untilProcessed<Part>(
  batch: readonly Part[],
  send: (batch: readonly Part[]) => Promise<readonly Part[] | null>,
): Promise<readonly Part[]> {
  let left = batch;
  for (let requests = 1; requests <= maximumRequests; requests += 1) {
    const unprocessed = await send(left);
    if (unprocessed === null || unprocessed.length === 0) return [];
    if (unprocessed.length >= left.length) break;
    left = unprocessed;
    if (requests < maximumRequests) await pause(Math.random() * firstPauseMs * 2 ** (requests - 1));
  }
  return left;
}
