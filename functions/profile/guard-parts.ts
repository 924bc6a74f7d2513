import type { Observer } from '#ports/observer.ts';

/** Works on a part of a batch; if that throws, the messages that it came from have failed, and no other. */
export type GuardPart = (messageIds: Iterable<string>, about: object, work: () => Promise<void>) => Promise<void>;

/** Keeps the parts of a batch from failing each other: the ids of messages that failed go into `failed`, the reason into the log. */
export function guardParts(observer: Pick<Observer, 'warn'>, failed: Set<string>): GuardPart {
  return async (messageIds, about, work) => {
    try {
      await work();
    } catch (error) {
      for (const id of messageIds) failed.add(id);
      const details = { ...about, messageIds: [...messageIds], error };
      observer.warn('Cannot finish a part of the batch; its messages go back', details);
    }
  };
}
