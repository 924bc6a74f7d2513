import { dueInOrder } from './due-in-order.ts';
import { createSentLately } from './sent-lately.ts';
import type { WakeDependencies } from './wake-dependencies.ts';
import { wakeRounds } from './wake-rounds.ts';

/**
 * Hands what is due to the queue that looks at it again, the longest overdue first. Waking twice is harmless. A shard that cannot
 * be read holds up no other: the tick fails in the end, for whoever watches.
 */
export function createWakeHandler({ index, ...dependencies }: WakeDependencies) {
  const { clock, observer } = dependencies;
  const sentLately = createSentLately();
  return async (): Promise<{ woken: number }> => {
    const nowMs = clock();
    sentLately.age(nowMs);
    const failures: unknown[] = [];
    const onFailure = (shard: number, error: unknown) => {
      failures.push(error);
      observer.warn('Cannot read a shard of the wake-up index; what is due in it waits', { shard, error });
    };
    const woken = await wakeRounds({ ...dependencies, sentLately }, dueInOrder({ index, onFailure }, nowMs));
    if (failures.length > 0) throw failures[0];
    return { woken };
  };
}
