import type { DeadLetter, DeadLetterQueue, Refusal } from '#infra/command-line/redrive/dead-letter-queue.ts';

export type FakeFaults = {
  /** Ids that the queue never takes. */
  readonly refuses?: readonly string[];
  /** Ids that are never deleted. */
  readonly keeps?: readonly string[];
  /** The call, counted from 1, at which an operation throws. */
  readonly sendFailsAt?: number;
  readonly removeFailsAt?: number;
  readonly releaseFails?: boolean;
  /** Called before each receive. */
  readonly onReceive?: () => void;
};

export function letterOf(id: string, body = `{"id":"${id}"}`): DeadLetter {
  return { id, receiptHandle: `receipt of ${id}`, body, attributes: {}, receiveCount: 6, sentMs: Date.UTC(2026, 0, 1) };
}

/** A dead-letter queue in memory that hides what was received until it is released, and can fail at every step. */
export function fakeDeadLetterQueue(letters: readonly DeadLetter[], faults: FakeFaults = {}) {
  const here = new Map(letters.map((letter) => [letter.id, letter]));
  const hidden = new Set<string>();
  const sentBack: string[] = [];
  const calls = { receive: [] as number[], send: 0, remove: 0 };
  const refusal = (messageId: string): Refusal => ({ messageId, reason: 'InternalError: try again' });
  const queue: DeadLetterQueue = {
    depth: async () => here.size - hidden.size,
    async receive(most) {
      faults.onReceive?.();
      calls.receive.push(most);
      const received = [...here.values()].filter(({ id }) => !hidden.has(id)).slice(0, most);
      for (const { id } of received) hidden.add(id);
      return received;
    },
    async sendBack(batch) {
      calls.send += 1;
      if (calls.send === faults.sendFailsAt) throw new Error('connect ECONNREFUSED');
      const taken = batch.filter(({ id }) => faults.refuses?.includes(id) !== true);
      sentBack.push(...taken.map(({ id }) => id));
      return batch.filter((letter) => !taken.includes(letter)).map(({ id }) => refusal(id));
    },
    async remove(batch) {
      calls.remove += 1;
      if (calls.remove === faults.removeFailsAt) throw new Error('connect ECONNREFUSED');
      const deleted = batch.filter(({ id }) => faults.keeps?.includes(id) !== true);
      for (const { id } of deleted) here.delete(id);
      return batch.filter((letter) => !deleted.includes(letter)).map(({ id }) => refusal(id));
    },
    async release(batch) {
      if (faults.releaseFails === true) throw new Error('AccessDenied');
      for (const { id } of batch) hidden.delete(id);
    },
  };
  return {
    queue,
    sentBack,
    calls,
    /** Ids of those that still lie here. */
    left: () => [...here.keys()],
    hidden: () => [...hidden].filter((id) => here.has(id)),
    /** Lets the time pass for which received messages are hidden. */
    unhide: () => hidden.clear(),
  };
}
