import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { eventMessage } from './example-events.ts';
import type { createProfileWorld } from './profile-world.ts';

type Handle = ReturnType<typeof createProfileWorld>['handle'];

/** Events, in their order, in messages of a size. */
export function messagesOf(events: readonly CanonicalEvent[], perMessage: number): ReceivedMessage[] {
  return Array.from({ length: Math.ceil(events.length / perMessage) }, (_, index) =>
    eventMessage(`message ${index}`, events.slice(index * perMessage, (index + 1) * perMessage)),
  );
}

/**
 * Works on the queue as SQS lets workers do: batches at the same time, and what failed comes again, until all is done.
 * Throws if that takes more than 1,000 rounds.
 */
export async function drain(
  queue: ReceivedMessage[],
  batch: { size: number; workers: number },
  handle: Handle,
): Promise<void> {
  for (let rounds = 0; queue.length > 0; rounds += 1) {
    if (rounds > 1_000) throw new Error(`The queue does not drain: ${queue.length} messages are left`);
    const batches = Array.from({ length: batch.workers }, () => queue.splice(0, batch.size));
    const failed = await Promise.all(batches.map(handle));
    for (const [index, ids] of failed.entries()) {
      queue.push(...(batches[index] ?? []).filter((message) => ids.has(message.id)));
    }
  }
}
