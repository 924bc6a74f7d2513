import { describe, expect, test } from 'vitest';
import { createAgenda } from '../../../bench/cost/agenda.ts';
import { createQueuePoller, type Polling } from '../../../bench/cost/queue-poller.ts';
import { createTally } from '../../../bench/cost/tally.ts';

/** A queue whose function takes 100 ms, with what it was invoked with and when. */
function createQueue(polling: Polling) {
  const agenda = createAgenda(0);
  const tally = createTally();
  const batches: { atMs: number; size: number }[] = [];
  const poller = createQueuePoller(agenda, tally, polling, async (bodies) => {
    batches.push({ atMs: agenda.nowMs(), size: bodies.length });
    return 100;
  });
  const arriveAt = (atMs: number, count: number, body = 'message') =>
    agenda.at(atMs, async () => {
      for (let one = 0; one < count; one += 1) poller.arrive(body);
    });
  return { agenda, tally, batches, arriveAt };
}

describe('createQueuePoller', () => {
  test('createQueuePoller without a window invokes with what one request brings, ten messages at most', async () => {
    const { agenda, tally, batches, arriveAt } = createQueue({ batchSize: 10, windowSeconds: 0 });
    arriveAt(0, 1);
    arriveAt(1, 14);
    await agenda.runUntil(1_000);
    expect(batches).toEqual([
      { atMs: 20, size: 1 },
      { atMs: 140, size: 10 },
      { atMs: 260, size: 4 },
    ]);
    expect([tally.of('SQS received'), tally.of('SQS deleted')]).toEqual([3, 3]);
  });

  test('createQueuePoller gathers until the window is over, and receives whenever something is there', async () => {
    const { agenda, tally, batches, arriveAt } = createQueue({ batchSize: 1_000, windowSeconds: 20 });
    arriveAt(0, 1);
    arriveAt(5_000, 25);
    arriveAt(20_500, 1);
    await agenda.runUntil(60_000);
    expect(batches).toEqual([
      { atMs: 20_020, size: 26 },
      { atMs: 40_520, size: 1 },
    ]);
    expect([tally.of('SQS received'), tally.of('SQS deleted')]).toEqual([1 + 3 + 1, 3 + 1]);
  });

  test('createQueuePoller ends a window early when the batch is full', async () => {
    const { agenda, batches, arriveAt } = createQueue({ batchSize: 15, windowSeconds: 20 });
    arriveAt(0, 40);
    await agenda.runUntil(60_000);
    expect(batches.map((batch) => batch.size)).toEqual([15, 15, 10]);
  });

  test('createQueuePoller ends a window early when the payload would pass 6 MB, quotation marks escaped', async () => {
    const { agenda, batches, arriveAt } = createQueue({ batchSize: 1_000, windowSeconds: 20 });
    // Half of 200,000 characters are quotation marks: 300,000 bytes in the payload.
    arriveAt(0, 30, 'a"'.repeat(100_000));
    await agenda.runUntil(60_000);
    expect(batches.map((batch) => batch.size)).toEqual([20, 10]);
  });

  test('createQueuePoller counts every 64 KB begun of what it receives', async () => {
    const { agenda, tally, arriveAt } = createQueue({ batchSize: 10, windowSeconds: 0 });
    arriveAt(0, 10, 'x'.repeat(20_000));
    await agenda.runUntil(1_000);
    expect(tally.of('SQS received')).toBe(4);
  });
});
