import { expect, onTestFinished, test, vi } from 'vitest';
import { startShardReader } from '#infra/local/event-sources/shard-reader.ts';
import { openStreamCheckpoint } from '#infra/local/event-sources/stream-checkpoint.ts';

type Page = readonly string[] | Error;

/** A shard that gives one page after the other, and then nothing; and when it was asked. */
function startReading(pages: readonly Page[], mostRecords = 1_000) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  const left = [...pages];
  const askedMs: number[] = [];
  const taken: string[] = [];
  const log: string[] = [];
  const startedMs = performance.now();
  const reader = startShardReader({
    call: async (action) => {
      if (action.endsWith('GetShardIterator')) return { ShardIterator: 'start' };
      askedMs.push(Math.round(performance.now() - startedMs));
      const page = left.shift() ?? [];
      if (page instanceof Error) throw page;
      const Records = page.map((SequenceNumber) => ({
        eventID: SequenceNumber,
        eventName: 'INSERT',
        dynamodb: { Keys: {}, SequenceNumber },
      }));
      return { Records, NextShardIterator: 'next' };
    },
    streamArn: 'stream',
    shardId: 'shard',
    startingPosition: 'TRIM_HORIZON',
    checkpoint: openStreamCheckpoint(undefined),
    mostRecords,
    batchingWindowSeconds: 0,
    take: async (records) => {
      taken.push(...records.map(({ dynamodb }) => dynamodb.SequenceNumber));
      return true;
    },
    log: (line) => log.push(line),
  });
  onTestFinished(async () => {
    reader.stop();
    await vi.advanceTimersByTimeAsync(2_000);
    await reader.finished;
    vi.useRealTimers();
  });
  return { reader, askedMs, taken, log };
}

test('startShardReader looks more and more seldom while nothing comes, down to four times a second', async () => {
  const { askedMs } = startReading([]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(askedMs).toEqual([0, 100, 300, 550, 800]);
});

test('startShardReader looks 20 times a second however often it is nudged, so that it finds more at once', async () => {
  const { reader, askedMs } = startReading([]);
  for (let count = 0; count < 199; count += 1) {
    reader.nudge();
    await vi.advanceTimersByTimeAsync(1);
  }
  expect(askedMs).toEqual([0, 50, 100, 150]);
});

test('startShardReader looks again at once after a page that is full', async () => {
  const { askedMs, taken } = startReading([['1', '2'], ['3', '4'], ['5']], 2);
  await vi.advanceTimersByTimeAsync(60);
  expect(taken).toEqual(['1', '2', '3', '4', '5']);
  expect(askedMs).toEqual([0, 0, 0, 50]);
});

test('startShardReader looks at once for whoever asks, and resolves when it finds nothing more', async () => {
  const { reader, askedMs, taken } = startReading([[], [], ['1'], ['2'], []]);
  await vi.advanceTimersByTimeAsync(120);
  const looked = reader.lookAgain();
  await vi.advanceTimersByTimeAsync(0);
  await looked;
  expect(taken).toEqual(['1', '2']);
  expect(askedMs).toEqual([0, 100, 120, 120, 120]);
});

test('startShardReader waits a second after a failure, whoever nudges or waits for it', async () => {
  const { reader, askedMs, taken, log } = startReading([new Error('away'), ['1']]);
  await vi.advanceTimersByTimeAsync(1);
  reader.nudge();
  const looked = reader.lookAgain();
  await vi.advanceTimersByTimeAsync(1_100);
  await looked;
  expect(log).toEqual(['Cannot read the stream stream: Error: away']);
  expect(taken).toEqual(['1']);
  expect(askedMs.slice(0, 2)).toEqual([0, 1_000]);
});
