import { hash } from 'node:crypto';
import type { Observer } from '#ports/observer.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import type { HttpAnswer } from './ingest-call.ts';
import { refuse } from './refuse.ts';

/** When a client may come again: those that were turned away together come back spread over these seconds. */
const [soonestSeconds, latestSeconds] = [2, 9];

function retryAfterSeconds(requestId: string): number {
  const spread = Number.parseInt(hash('sha256', requestId, 'hex').slice(0, 8), 16);
  return soonestSeconds + (spread % (latestSeconds - soonestSeconds + 1));
}

/**
 * Answers a call, and turns it away with 429 and `Retry-After` where the queue or a table is asked too much. Any other error
 * is thrown on: it becomes a 5xx, after which clients try again.
 */
export async function answerThrottled(
  observer: Observer,
  requestId: string,
  answer: () => Promise<HttpAnswer>,
): Promise<HttpAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof ThrottledError)) throw error;
    observer.warn('Turned a request away for now', { action: error.action, error });
    const seconds = retryAfterSeconds(requestId);
    const message = `Cannot store the events now: too much is going on; try again in ${seconds} seconds`;
    return refuse(observer, { status: 429, message }, { 'retry-after': String(seconds) });
  }
}
