import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Abandoned,
  type PendingRecord,
  processStreamBatch,
  type StreamBatchTools,
  type StreamRetryPolicy,
} from '#infra/local/event-sources/stream-batch.ts';
import { errorPayload } from '#infra/local/lambda/invocation.ts';

const policy: StreamRetryPolicy = {
  maximumRetryAttempts: 2,
  maximumRecordAgeSeconds: -1,
  bisects: false,
  reportsBatchItemFailures: false,
};

const records = (...names: string[]): PendingRecord[] =>
  names.map((name) => ({ sequenceNumber: name, json: JSON.stringify({ name }), writtenMs: 0 }));

/** Runs a batch through a function that throws for some names, or reports them. */
const drive = async (names: readonly string[], poison: ReadonlySet<string>, given: Partial<StreamRetryPolicy> = {}) => {
  const calls: string[][] = [];
  const delivered: string[] = [];
  const abandoned: Abandoned[] = [];
  const full = { ...policy, ...given };
  const tools: StreamBatchTools = {
    policy: full,
    invoke: async (payload) => {
      const seen: string[] = JSON.parse(payload).Records.map(({ name }: { name: string }) => name);
      calls.push(seen);
      const firstBad = seen.findIndex((name) => poison.has(name));
      if (full.reportsBatchItemFailures) {
        delivered.push(...(firstBad < 0 ? seen : seen.slice(0, firstBad)));
        const failures = seen.filter((name) => poison.has(name)).map((itemIdentifier) => ({ itemIdentifier }));
        return { ok: true, requestId: 'r', payload: JSON.stringify({ batchItemFailures: failures }) };
      }
      if (firstBad >= 0)
        return { ok: false, requestId: 'r', failure: 'handler', payload: errorPayload('Error', 'bad') };
      delivered.push(...seen);
      return { ok: true, requestId: 'r', payload: 'null' };
    },
    abandon: async (given_) => {
      abandoned.push(given_);
    },
    waitMs: async () => undefined,
    isStopped: () => false,
    ageMs: () => 0,
  };
  expect(await processStreamBatch(records(...names), tools)).toBe(true);
  return {
    calls,
    delivered,
    lost: abandoned.flatMap((each) => each.records.map((record) => record.sequenceNumber)),
    abandoned,
  };
};

describe('processStreamBatch', () => {
  test('processStreamBatch retries a failed batch whole, as often as allowed, and gives it up as a whole', async () => {
    const { calls, lost, abandoned } = await drive(['a', 'b'], new Set(['b']));
    expect(calls).toEqual([
      ['a', 'b'],
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect(lost).toEqual(['a', 'b']);
    expect(abandoned[0]).toMatchObject({ condition: 'RetryAttemptsExhausted', invokeCount: 3 });
  });

  test('processStreamBatch halves a failed batch until the bad record is alone', async () => {
    const { calls, delivered, lost } = await drive(['a', 'b', 'c', 'd'], new Set(['c']), {
      bisects: true,
      maximumRetryAttempts: 1,
    });
    expect(calls).toEqual([['a', 'b', 'c', 'd'], ['a', 'b'], ['c', 'd'], ['c'], ['c'], ['d']]);
    expect(delivered).toEqual(['a', 'b', 'd']);
    expect(lost).toEqual(['c']);
  });

  test('processStreamBatch starts again from the lowest record that is reported', async () => {
    const { calls, lost } = await drive(['a', 'b', 'c'], new Set(['b']), {
      reportsBatchItemFailures: true,
      maximumRetryAttempts: 1,
    });
    expect(calls).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    expect(lost).toEqual(['b', 'c']);
  });

  test('processStreamBatch loses nothing silently: every record is delivered or given up, and good ones in order', async () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(names, fc.array(fc.nat(11)), fc.boolean(), async (all, bad, reportsBatchItemFailures) => {
        const poison = new Set(bad.flatMap((index) => all[index] ?? []));
        const { delivered, lost } = await drive(all, poison, { bisects: true, reportsBatchItemFailures });
        expect(new Set([...delivered, ...lost])).toEqual(new Set(all));
        expect(delivered).toEqual(all.filter((name) => delivered.includes(name)));
        if (!reportsBatchItemFailures) expect(new Set(lost)).toEqual(poison);
      }),
    );
  });

  test('processStreamBatch gives up records that are too old before it invokes', async () => {
    const abandoned: Abandoned[] = [];
    const seen: string[] = [];
    const completed = await processStreamBatch(records('old', 'new'), {
      policy: { ...policy, maximumRecordAgeSeconds: 60 },
      invoke: async (payload) => {
        seen.push(payload);
        return { ok: true, requestId: 'r', payload: 'null' };
      },
      abandon: async (each) => {
        abandoned.push(each);
      },
      waitMs: async () => undefined,
      isStopped: () => false,
      ageMs: ({ sequenceNumber }) => (sequenceNumber === 'old' ? 61_000 : 0),
    });
    expect(completed).toBe(true);
    expect(abandoned).toMatchObject([{ condition: 'RecordAgeExceeded', records: [{ sequenceNumber: 'old' }] }]);
    expect(seen).toEqual(['{"Records":[{"name":"new"}]}']);
  });

  test('processStreamBatch without a bound on retries stops when the mapping does, and says so', async () => {
    let calls = 0;
    const completed = await processStreamBatch(records('a'), {
      policy: { ...policy, maximumRetryAttempts: -1 },
      invoke: async () => {
        calls += 1;
        return { ok: false, requestId: 'r', failure: 'handler', payload: errorPayload('Error', 'bad') };
      },
      abandon: async () => expect.unreachable(),
      waitMs: async () => undefined,
      isStopped: () => calls === 50,
      ageMs: () => 0,
    });
    expect(completed).toBe(false);
  });
});
