import { messageOf } from '../command-error.ts';
import { type DeadLetterQueue, messagesPerCall } from './dead-letter-queue.ts';
import { type DeadLetterDescription, describeDeadLetter } from './describe-dead-letter.ts';
import { releaseLetters } from './release-letters.ts';

export type ListedDeadLetters = {
  readonly messages: readonly DeadLetterDescription[];
  /** Whether they can be received again at once; otherwise once the time is over for which they are hidden. */
  readonly released: boolean;
  /** What ended the work early; null if nothing did. */
  readonly failure: string | null;
};

/** Looks at the messages of a dead-letter queue, at most `limit`, and leaves them where they are. */
export async function listDeadLetters(
  queue: Pick<DeadLetterQueue, 'receive' | 'release'>,
  settings: { readonly limit: number; readonly signal: AbortSignal },
): Promise<ListedDeadLetters> {
  const { limit, signal } = settings;
  const messages: DeadLetterDescription[] = [];
  /** The bodies are let go: thousands of them would not fit into memory. */
  const seen = new Map<string, string>();
  let failure: string | null = null;
  while (failure === null && !signal.aborted && messages.length < limit) {
    try {
      const received = await queue.receive(Math.min(messagesPerCall, limit - messages.length));
      const fresh = received.filter(({ id }) => !seen.has(id));
      for (const { id, receiptHandle } of received) seen.set(id, receiptHandle);
      messages.push(...fresh.map(describeDeadLetter));
      // None, or those of the beginning again: the time is over for which they are hidden.
      if (fresh.length === 0) break;
    } catch (error) {
      failure = messageOf(error);
    }
  }
  const letters = [...seen].map(([id, receiptHandle]) => ({ id, receiptHandle }));
  return { messages, released: await releaseLetters(queue, letters), failure };
}
