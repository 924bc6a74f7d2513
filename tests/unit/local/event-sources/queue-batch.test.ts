import { expect, onTestFinished, test, vi } from 'vitest';
import { createBatchGatherer } from '#infra/local/event-sources/queue-batch.ts';
import type { QueueMessage } from '#infra/local/sqs/local-queue.ts';

const messageOf = (messageId: string): QueueMessage => ({
  messageId,
  receiptHandle: messageId,
  body: '{}',
  md5OfBody: '',
  messageAttributes: {},
  md5OfMessageAttributes: undefined,
  receiveCount: 1,
  sentMs: 0,
  firstReceivedMs: 0,
  messageGroupId: undefined,
  messageDeduplicationId: undefined,
  sequenceNumber: undefined,
});

/** A queue that gets one message each 10 ms, a window of 1 s, and how many messages each look found. */
function gatherFrom(messages: number, batchSize = 1_000) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const startedMs = performance.now();
  const looks: number[] = [];
  let taken = 0;
  const there = () => Math.min(messages, 1 + Math.floor((performance.now() - startedMs) / 10)) - taken;
  const gatherer = createBatchGatherer({
    queue: {
      receive: (most) => {
        const found = Array.from({ length: Math.min(most, there()) }, (_, index) => messageOf(`m${taken + index}`));
        taken += found.length;
        looks.push(found.length);
        return found;
      },
      delete: () => undefined,
      waitForMessages: (waitSeconds) =>
        new Promise((resolve) => setTimeout(resolve, taken < messages ? 10 : waitSeconds * 1_000)),
    },
    batchSize,
    batchingWindowSeconds: 1,
    passes: () => true,
    origin: { queueArn: 'queue', region: 'us-east-1', accountId: '1', virtualMsOf: (realMs) => realMs },
  });
  return { gatherer, looks };
}

test('createBatchGatherer receives together what comes message by message while the window is open', async () => {
  const { gatherer, looks } = gatherFrom(50);
  const gathered = gatherer.gather();
  await vi.advanceTimersByTimeAsync(1_100);
  expect(await gathered).toHaveLength(50);
  // The first finds the message that opens the window; after that 60 ms bring six messages, and each look ends at nothing.
  expect(looks.filter((found) => found > 0).length).toBeLessThan(12);
});

test('createBatchGatherer gives a batch as soon as it is full', async () => {
  const { gatherer } = gatherFrom(50, 20);
  const gathered = gatherer.gather();
  await vi.advanceTimersByTimeAsync(300);
  expect(await gathered).toHaveLength(20);
});

test.each([
  ['closeWindow', (gatherer: ReturnType<typeof createBatchGatherer>) => gatherer.closeWindow()],
  ['stop', (gatherer: ReturnType<typeof createBatchGatherer>) => gatherer.stop()],
])('createBatchGatherer waits no longer after %s, also between two looks', async (_, end) => {
  const { gatherer } = gatherFrom(50);
  const gathered = gatherer.gather();
  await vi.advanceTimersByTimeAsync(15);
  end(gatherer);
  await vi.advanceTimersByTimeAsync(0);
  expect((await gathered).map(({ message }) => message.messageId)).toEqual(['m0', 'm1']);
});
