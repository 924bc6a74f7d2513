import { setImmediate } from 'node:timers/promises';
import { messageBody } from '#adapters/aws/message-body.ts';
import { queueRequests } from '#adapters/aws/queue-requests.ts';
import { createWakeHandler } from '#functions/wake/handler.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import { type DueItem, type WakeIndex, wakeShards } from '#ports/wake-index.ts';

/** What one tick does when many customers are due in the same minute, without the calls to AWS that it makes. */
export type WakeTickFigures = {
  readonly due: number;
  readonly woken: number;
  readonly processorSeconds: number;
  /** Memory at its highest, above what the process held before. */
  readonly megabytes: number;
  readonly queries: number;
  readonly messages: number;
  readonly sendRequests: number;
  /** What the next tick sends while nobody has looked at them yet. */
  readonly wokenAgain: number;
};

const dueMs = 1_767_225_600_000;

/** The n-th customer of a shard; all are due within one minute. */
function dueItem(shard: number, position: number, perShard: number): DueItem {
  const customerId = `customer-${String(position * wakeShards + shard).padStart(12, '0')}`;
  return {
    kind: 'profile',
    tenant: 'bench',
    customerId,
    runId: '',
    dueMs: dueMs + Math.floor((position * 60_000) / perShard),
  };
}

/** An index that makes its entries when it is asked for them, so that they weigh nothing. */
function computedIndex(perShard: number, asked: () => void): WakeIndex {
  return {
    async due(shard, _nowMs, limit, after) {
      asked();
      // As an answer over the network, it lets others go first.
      await setImmediate();
      const first = after === null ? 0 : Math.floor(Number(after.customerId.slice(-12)) / wakeShards) + 1;
      const length = Math.max(0, Math.min(limit, perShard - first));
      return Array.from({ length }, (_, index) => dueItem(shard, first + index, perShard));
    },
  };
}

/** Measures a tick with so many customers due, and the one after it. */
export async function measureWakeTick(customers: number): Promise<WakeTickFigures> {
  const perShard = Math.ceil(customers / wakeShards);
  const sent = { messages: 0, requests: 0, queries: 0 };
  const queue: MessageQueue<unknown> = {
    async send(messages) {
      sent.messages += messages.length;
      sent.requests += queueRequests(messages.map(messageBody)).length;
    },
  };
  const heldBytes = process.memoryUsage().rss;
  let mostBytes = heldBytes;
  const index = computedIndex(perShard, () => {
    sent.queries += 1;
    mostBytes = Math.max(mostBytes, process.memoryUsage.rss());
  });
  const observer = { count: () => undefined, note: () => undefined, warn: () => undefined };
  const tick = createWakeHandler({ index, profileQueue: queue, runQueue: queue, clock: Date.now, observer });
  const before = process.cpuUsage();
  const { woken } = await tick();
  const { user, system } = process.cpuUsage(before);
  const figures = { due: perShard * wakeShards, woken, queries: sent.queries, messages: sent.messages };
  const { woken: wokenAgain } = await tick();
  return {
    ...figures,
    sendRequests: sent.requests,
    processorSeconds: Math.round((user + system) / 10_000) / 100,
    megabytes: Math.round((mostBytes - heldBytes) / 1_000_000),
    wokenAgain,
  };
}
