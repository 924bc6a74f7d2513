import { messageOf } from '../command-error.ts';
import type { Progress } from '../progress.ts';
import { type DeadLetter, type DeadLetterQueue, messagesPerCall, type Refusal } from './dead-letter-queue.ts';
import { releaseLetters } from './release-letters.ts';

export type MoveSettings = {
  /** Most messages that are moved. */
  readonly limit: number;
  /** About how many there are, for the progress. */
  readonly depth: number;
  /** Fires on Ctrl-C: what is under way is finished, nothing more is begun. */
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

export type Moved = {
  readonly moved: number;
  /** Those that their queue did not take: they still lie among the dead letters. */
  readonly refused: readonly Refusal[];
  /** Those that were moved, but still lie among the dead letters too. */
  readonly notDeleted: readonly Refusal[];
  /** Whether those that stay can be seen again at once; otherwise once the time is over for which they are hidden. */
  readonly released: boolean;
  /** What ended the work early; null if nothing did. */
  readonly failure: string | null;
};

/**
 * Moves messages from a dead-letter queue to the queue that they came from, batch by batch: receive, send, and then
 * delete what was taken. Whatever fails, a message is in one of the two queues; after a failure it may be in both.
 */
export async function moveDeadLetters(queue: Omit<DeadLetterQueue, 'depth'>, settings: MoveSettings): Promise<Moved> {
  const { limit, depth, signal, progress } = settings;
  const refused = new Map<string, Refusal>();
  const notDeleted: Refusal[] = [];
  const kept: DeadLetter[] = [];
  let moved = 0;
  let failure: string | null = null;
  progress.begin('Moving', 'messages', Math.min(limit, depth));
  while (failure === null && !signal.aborted && moved + refused.size < limit) {
    let inHand: DeadLetter[] = [];
    try {
      const received = await queue.receive(Math.min(messagesPerCall, limit - moved - refused.size));
      // What was refused comes again once the time is over for which it is hidden: then there is nothing else.
      inHand = received.filter(({ id }) => !refused.has(id));
      if (inHand.length === 0) break;
      for (const refusal of await queue.sendBack(inHand)) refused.set(refusal.messageId, refusal);
      kept.push(...inHand.filter(({ id }) => refused.has(id)));
      inHand = inHand.filter(({ id }) => !refused.has(id));
      if (inHand.length === 0) continue;
      moved += inHand.length;
      progress.advance(inHand.length);
      notDeleted.push(...(await queue.remove(inHand)));
    } catch (error) {
      failure = messageOf(error);
      kept.push(...inHand);
    }
  }
  progress.end();
  const released = await releaseLetters(queue, kept);
  return { moved, refused: [...refused.values()], notDeleted, released, failure };
}
