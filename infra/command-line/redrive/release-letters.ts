import pMap from 'p-map';
import { type DeadLetter, type DeadLetterQueue, messagesPerCall } from './dead-letter-queue.ts';

/** Requests under way at once. */
const concurrency = 8;

/**
 * Lets everybody see letters again. Gives whether all of them were released: those that were not are seen again by
 * themselves, when the time for which they are hidden ends.
 */
export async function releaseLetters(
  queue: Pick<DeadLetterQueue, 'release'>,
  letters: readonly Pick<DeadLetter, 'id' | 'receiptHandle'>[],
): Promise<boolean> {
  const batches: Pick<DeadLetter, 'id' | 'receiptHandle'>[][] = [];
  for (let from = 0; from < letters.length; from += messagesPerCall) {
    batches.push(letters.slice(from, from + messagesPerCall));
  }
  const release = (batch: Pick<DeadLetter, 'id' | 'receiptHandle'>[]) =>
    queue.release(batch).then(
      () => true,
      () => false,
    );
  return (await pMap(batches, release, { concurrency })).every((released) => released);
}
