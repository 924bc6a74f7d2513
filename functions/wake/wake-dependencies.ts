import type { ProfileWakesMessage, RunWakeMessage } from '#contracts/queue-message.ts';
import type { Clock } from '#ports/clock.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import type { Observer } from '#ports/observer.ts';
import type { WakeIndex } from '#ports/wake-index.ts';

export type WakeDependencies = {
  readonly index: WakeIndex;
  readonly profileQueue: MessageQueue<ProfileWakesMessage>;
  readonly runQueue: MessageQueue<RunWakeMessage>;
  readonly clock: Clock;
  readonly observer: Observer;
};
