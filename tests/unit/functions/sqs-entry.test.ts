import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { expect, test } from 'vitest';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { sqsEntry } from '#functions/sqs-entry.ts';

const sentMs = Date.UTC(2026, 2, 1, 12);

function record(messageId: string, attributes: Record<string, string> = {}): SQSRecord {
  const messageAttributes = Object.fromEntries(
    Object.entries(attributes).map(([name, stringValue]) => [name, { stringValue, dataType: 'String' as const }]),
  );
  return {
    messageId,
    receiptHandle: 'handle',
    body: `body of ${messageId}`,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(sentMs),
      SenderId: 'sender',
      ApproximateFirstReceiveTimestamp: String(sentMs + 5),
    },
    messageAttributes,
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:events',
    awsRegion: 'us-east-1',
  };
}

async function received(one: SQSRecord): Promise<ReceivedMessage | undefined> {
  const seen: ReceivedMessage[] = [];
  const handle = sqsEntry(async (messages) => {
    seen.push(...messages);
    return new Set<string>();
  });
  await handle({ Records: [one] });
  return seen[0];
}

test('sqsEntry hands a message over with its id and the time at which it was sent', async () => {
  expect(await received(record('a'))).toEqual({ id: 'a', body: 'body of a', firstId: 'a', sentMs });
});

test('sqsEntry gives a message that was moved back the id and the time of its first sending', async () => {
  const attributes = { 'holdfast-first-id': 'first', 'holdfast-first-sent-ms': String(sentMs - 60_000) };
  expect(await received(record('b', attributes))).toMatchObject({ id: 'b', firstId: 'first', sentMs: sentMs - 60_000 });
});

test.each(['', 'yesterday', '-1', '1e99', '12.5', String(sentMs + 1)])(
  'sqsEntry passes over a time of first sending that cannot be one: %j',
  async (time) => {
    expect(await received(record('c', { 'holdfast-first-sent-ms': time }))).toMatchObject({ firstId: 'c', sentMs });
  },
);

test.each(['', 'x'.repeat(101)])('sqsEntry passes over an id of first sending that cannot be one: %j', async (id) => {
  expect(await received(record('c', { 'holdfast-first-id': id }))).toMatchObject({ firstId: 'c', sentMs });
});

test('sqsEntry answers with the ids of the messages that failed', async () => {
  const event: SQSEvent = { Records: [record('a'), record('b')] };
  expect(await sqsEntry(async () => new Set(['b']))(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'b' }] });
});
