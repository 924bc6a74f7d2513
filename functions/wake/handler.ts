import type { ProfileWakeMessage, RunWakeMessage } from '#contracts/queue-message.ts';
import type { Clock } from '#ports/clock.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import { type DueItem, type WakeIndex, wakeShards } from '#ports/wake-index.ts';

/** Most items of one shard that one tick wakes; the rest is still due at the next, the longest overdue first. */
const maximumPerShard = 5_000;

export type WakeDependencies = {
  readonly index: WakeIndex;
  readonly profileQueue: MessageQueue<ProfileWakeMessage>;
  readonly runQueue: MessageQueue<RunWakeMessage>;
  readonly clock: Clock;
  readonly observer: Observer;
};

const profileMessage = ({ tenant, customerId, dueMs }: DueItem): ProfileWakeMessage => {
  return { kind: 'wake profile', schemaVersion: 1, tenant, customerId, dueMs };
};

const runMessage = ({ tenant, customerId, runId, dueMs }: DueItem): RunWakeMessage => {
  return { kind: 'wake run', schemaVersion: 1, tenant, customerId, runId, dueMs };
};

/** Hands everything that is due to the queue that looks at it again. Waking twice is harmless. */
export function createWakeHandler({ index, profileQueue, runQueue, clock, observer }: WakeDependencies) {
  return async (): Promise<{ woken: number }> => {
    const nowMs = clock();
    const shards = Array.from({ length: wakeShards }, (_, shard) => index.due(shard, nowMs, maximumPerShard));
    const due = (await Promise.all(shards)).flat();
    await Promise.all([
      profileQueue.send(due.filter((item) => item.kind === 'profile').map(profileMessage)),
      runQueue.send(due.filter((item) => item.kind === 'run').map(runMessage)),
    ]);
    observer.count('Woken', due.length);
    return { woken: due.length };
  };
}
