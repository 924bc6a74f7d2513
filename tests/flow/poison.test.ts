import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import pMap from 'p-map';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bytes, type Item } from '#adapters/aws/item-attributes.ts';
import { customerKey, profileSortKey } from '#adapters/aws/item-keys.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { maximumReceiveCount } from '#infra/function-limits.ts';
import { type CommandRun, commandLineOf } from './command-line-process.ts';
import { type LocalHoldfast, startLocalHoldfast } from './local-holdfast.ts';
import { reportedCounts } from './reported-counts.ts';

const tenant = 'flow';
const startMs = Date.UTC(2026, 2, 2, 9);

/** 125 messages of 80 events: each customer is in many of them. */
const messages = 125;
const eventsPerMessage = 80;
const customers = 400;
const goodEvents = messages * eventsPerMessage;
const eventsPerCustomer = goodEvents / customers;

const poisoned = 'poisoned';
const key = { pk: { S: customerKey(tenant, poisoned) }, sk: { S: profileSortKey } };

const eventOf = (userId: string, messageId: string, event = 'Page Viewed') => {
  return {
    type: 'track',
    userId,
    messageId,
    event,
    ...(event === 'Page Viewed' ? {} : { properties: { total: 9.5 } }),
  };
};
const customerOf = (index: number) => `customer-${index % customers}`;
const poison = { batch: ['a', 'b', 'c'].map((id) => eventOf(poisoned, `poison-${id}`, 'Order Completed')) };

describe(`a poison message among ${goodEvents} good events`, () => {
  let holdfast: LocalHoldfast;
  let directory: string;
  let run: (words: readonly string[]) => Promise<CommandRun>;
  let body: Uint8Array;

  async function storedItem(): Promise<Item> {
    const command = new GetItemCommand({ TableName: holdfast.output('CustomerTableName'), Key: key });
    return (await holdfast.dynamo.send(command)).Item ?? {};
  }

  async function writeBody(content: Uint8Array): Promise<void> {
    await holdfast.dynamo.send(
      new UpdateItemCommand({
        TableName: holdfast.output('CustomerTableName'),
        Key: key,
        UpdateExpression: 'SET body = :body',
        ExpressionAttributeValues: { ':body': { B: content } },
      }),
    );
  }

  async function deadLetters(): Promise<number> {
    const name = 'ApproximateNumberOfMessages';
    const QueueUrl = holdfast.output('EventDeadLetterQueueUrl');
    const answer = await holdfast.queues.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [name] }));
    return Number(answer.Attributes?.[name]);
  }

  async function eventsOf(customerId: string): Promise<number> {
    const record = await holdfast.profiles.load(tenant, customerId, 'consistent');
    return record === null ? 0 : decodeState(record.state).events;
  }

  const reported = (expected: Record<string, number>) =>
    vi.waitFor(() => expect(reportedCounts(holdfast, 'profile')).toMatchObject(expected), { timeout: 10_000 });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-poison-'));
    holdfast = await startLocalHoldfast('poison-among-good', { startMs, visibilityTimeoutSeconds: 1 });
    run = commandLineOf(holdfast, directory);
    // The second event announces nothing, so that the damage below is none of announce's business.
    for (const id of ['first', 'second']) {
      await holdfast.post('batch', { batch: [eventOf(poisoned, id)] });
      await holdfast.settle();
    }
    const item = await storedItem();
    expect(Object.keys(item)).not.toContain('outbox');
    body = bytes(item, 'body');
    await writeBody(body.slice(0, 5));
  });
  afterAll(async () => {
    await holdfast.stop();
    await rm(directory, { recursive: true, force: true });
  });

  test('profile applies every good event on its first delivery, and tries the poison as often as configured', async () => {
    const batches = Array.from({ length: messages }, (_, message) => ({
      batch: Array.from({ length: eventsPerMessage }, (_unused, index) => {
        const number = message * eventsPerMessage + index;
        return eventOf(customerOf(number), `event-${number}`);
      }),
    }));
    const all = batches.toSpliced(Math.floor(messages / 2), 0, poison);
    const answers = await pMap(all, (batch) => holdfast.post('batch', batch), { concurrency: 8 });
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    await holdfast.settle();

    // Each message that is delivered again would report its events as duplicates.
    await reported({ EventsApplied: goodEvents + 2, MessageFailed: maximumReceiveCount });
    expect(reportedCounts(holdfast, 'profile')).not.toHaveProperty('EventsDuplicate');
    expect(reportedCounts(holdfast, 'profile')).not.toHaveProperty('EventsQuarantined');
    const counts = await pMap(
      Array.from({ length: customers }, (_, index) => index),
      (index) => eventsOf(customerOf(index)),
    );
    expect(counts).toEqual(counts.map(() => eventsPerCustomer));
    expect(await deadLetters()).toBe(1);
  });

  test('profile writes nothing over an item that it cannot read', async () => {
    expect(bytes(await storedItem(), 'body')).toEqual(body.slice(0, 5));
  });

  test('holdfast redrive --dry-run shows the poison and leaves it where it is', async () => {
    const { code, result } = await run(['redrive', 'events', '--dry-run', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(result)).toMatchObject({
      depth: 1,
      messages: [
        { kind: 'events', tenant, customers: 1, events: 3, start: expect.stringContaining('"kind":"events"') },
      ],
    });
    expect(await deadLetters()).toBe(1);
  });

  test('holdfast redrive applies the poison once, after the item is mended', async () => {
    await writeBody(body);
    const { code, result, note } = await run(['redrive', 'events', '--json']);
    expect([code, note]).toEqual([0, '']);
    expect(JSON.parse(result)).toMatchObject({ moved: 1, refused: [], notDeleted: [], failure: null, left: 0 });
    await holdfast.settle();
    await reported({ EventsApplied: goodEvents + 5, MessageFailed: maximumReceiveCount });
    expect(reportedCounts(holdfast, 'profile')).not.toHaveProperty('EventsDuplicate');
    expect(await eventsOf(poisoned)).toBe(5);
    expect(await deadLetters()).toBe(0);
  });

  test('profile counts the events of the poison no second time when they come again', async () => {
    const before = await storedItem();
    await holdfast.post('batch', poison);
    await holdfast.settle();
    await reported({ EventsApplied: goodEvents + 5, EventsDuplicate: 3 });
    expect(await storedItem()).toEqual(before);
  });
});
