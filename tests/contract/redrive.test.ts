import { join } from 'node:path';
import { ReceiveMessageCommand, SendMessageBatchCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '#infra/command-line/command-line.ts';
import { connectionVariable, writeLocalConnection } from '#infra/command-line/local-connection.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import type { DeadLetter } from '#infra/command-line/redrive/dead-letter-queue.ts';
import { moveDeadLetters } from '#infra/command-line/redrive/move-dead-letters.ts';
import { createSqsDeadLetterQueue } from '#infra/command-line/redrive/sqs-dead-letter-queue.ts';
import type { LocalQueue } from '#infra/local/sqs/local-queue.ts';
import { type QueueEngine, startQueueEngine } from '#infra/local/sqs/queue-engine.ts';
import { scratchDirectory } from '../unit/command-line/scratch-directory.ts';
import { localClientOptions } from './local-client-options.ts';

const scratch = scratchDirectory();
const signal = new AbortController().signal;
const settings = { limit: 1_000, depth: 0, signal, progress: silentProgress };

let engine: QueueEngine;
let client: SQSClient;
let source: LocalQueue;
let deadLetters: LocalQueue;
let created = 0;

beforeAll(async () => {
  engine = await startQueueEngine({ dataDirectory: undefined, accountId: '000000000000', region: 'us-east-1' });
  client = new SQSClient(localClientOptions(engine.endpoint));
});
afterAll(async () => {
  client.destroy();
  await engine.stop();
});
beforeEach(() => {
  created += 1;
  deadLetters = engine.ensureQueue(`dead-${created}`, {});
  const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 1 });
  source = engine.ensureQueue(`source-${created}`, { RedrivePolicy });
});
afterEach(() => vi.unstubAllEnvs());

/** Sends messages and receives them until they are dead letters, as a consumer that fails would. */
async function fail(...bodies: string[]): Promise<void> {
  for (const MessageBody of bodies) await client.send(new SendMessageCommand({ QueueUrl: source.url, MessageBody }));
  for (const { receiptHandle } of bodies.flatMap(() => source.receive(1))) source.makeVisibleAfter(receiptHandle, 0);
  while (source.counts().visible > 0) source.receive(10);
  expect(deadLetters.counts().visible).toBe(bodies.length);
}

const bodiesIn = (queue: LocalQueue): string[] => {
  const bodies: string[] = [];
  for (;;) {
    const received = queue.receive(10);
    if (received.length === 0) return bodies.sort();
    bodies.push(...received.map(({ body }) => body));
  }
};

const queueOf = (used: SQSClient) =>
  createSqsDeadLetterQueue({ client: used, deadLetterUrl: deadLetters.url, queueUrl: source.url });

describe('createSqsDeadLetterQueue', () => {
  test('createSqsDeadLetterQueue receives dead letters with how often they were received and when they were sent', async () => {
    await fail('a');
    const [letter] = await queueOf(client).receive(10);
    expect(letter).toMatchObject({ body: 'a', receiveCount: 3, attributes: {} });
    expect(Math.abs(Date.now() - (letter?.sentMs ?? 0))).toBeLessThan(60_000);
  });

  test('createSqsDeadLetterQueue moves messages with their attributes', async () => {
    const MessageAttributes = { kind: { DataType: 'String', StringValue: 'greeting' } };
    await client.send(new SendMessageCommand({ QueueUrl: deadLetters.url, MessageBody: 'hello', MessageAttributes }));
    expect(await moveDeadLetters(queueOf(client), settings)).toMatchObject({ moved: 1, failure: null });
    const answer = await client.send(
      new ReceiveMessageCommand({ QueueUrl: source.url, MessageAttributeNames: ['All'] }),
    );
    expect(answer.Messages).toMatchObject([{ Body: 'hello', MessageAttributes }]);
  });

  test('createSqsDeadLetterQueue tells with every move the id and the time of the first sending', async () => {
    await fail('a');
    const [letter] = await queueOf(client).receive(1);
    const handles = (letters: readonly DeadLetter[]) => letters.map(({ id, receiptHandle }) => ({ id, receiptHandle }));
    await queueOf(client).release(handles(letter === undefined ? [] : [letter]));
    const expected = {
      'holdfast-first-id': { DataType: 'String', StringValue: letter?.id },
      'holdfast-first-sent-ms': { DataType: 'Number', StringValue: String(letter?.sentMs) },
    };
    for (const move of [1, 2]) {
      expect(await moveDeadLetters(queueOf(client), settings)).toMatchObject({ moved: 1, failure: null });
      const [again] = source.receive(1);
      expect(again?.messageId, `move ${move}`).not.toBe(letter?.id);
      expect(again?.messageAttributes).toMatchObject(expected);
      if (again !== undefined) source.makeVisibleAfter(again.receiptHandle, 0);
      while (source.counts().visible > 0) source.receive(10);
    }
  });

  test('createSqsDeadLetterQueue leaves room for its own attributes among as many as SQS takes', async () => {
    const MessageAttributes = Object.fromEntries(
      Array.from({ length: 10 }, (_, index) => [`own-${index}`, { DataType: 'String', StringValue: 'x' }]),
    );
    await client.send(new SendMessageCommand({ QueueUrl: deadLetters.url, MessageBody: 'a', MessageAttributes }));
    expect(await moveDeadLetters(queueOf(client), settings)).toMatchObject({ moved: 1, refused: [], failure: null });
    const names = Object.keys(source.receive(1)[0]?.messageAttributes ?? {});
    expect(names).toHaveLength(10);
    expect(names).toEqual(expect.arrayContaining(['holdfast-first-id', 'holdfast-first-sent-ms', 'own-0', 'own-7']));
  });

  test('createSqsDeadLetterQueue sends messages that are together too large for one request in several', async () => {
    const large = Array.from({ length: 4 }, (_, index) => String(index).repeat(100_000));
    await fail(...large);
    expect(await moveDeadLetters(queueOf(client), settings)).toMatchObject({ moved: 4, refused: [] });
    expect(bodiesIn(source)).toEqual(large);
    expect(deadLetters.counts()).toEqual({ visible: 0, inFlight: 0, delayed: 0 });
  });

  test('createSqsDeadLetterQueue leaves a message that SQS does not take among the dead letters', async () => {
    await fail('a', 'b', 'c');
    const partial = new SQSClient(localClientOptions(engine.endpoint));
    partial.middlewareStack.add(
      (next, context) => async (args) => {
        if (context.commandName !== SendMessageBatchCommand.name) return next(args);
        const { input } = args;
        if (!('Entries' in input) || !Array.isArray(input.Entries)) throw new Error('Cannot test: no entries are sent');
        const answer = await next({ ...args, input: { ...input, Entries: input.Entries.slice(1) } });
        const Failed = [{ Id: '0', Code: 'InternalError', Message: 'try again', SenderFault: false }];
        return { ...answer, output: { ...answer.output, Failed } };
      },
      { step: 'initialize', priority: 'low' },
    );
    const { moved, refused } = await moveDeadLetters(queueOf(partial), settings);
    partial.destroy();
    expect([moved, refused.map(({ reason }) => reason)]).toEqual([2, ['InternalError: try again']]);
    expect(bodiesIn(source)).toHaveLength(2);
    expect(deadLetters.counts()).toMatchObject({ visible: 1, inFlight: 0 });
  });
});

describe('runCommandLine redrive', () => {
  async function run(...words: string[]) {
    const seen = { results: [] as string[], notes: [] as string[] };
    const terminal = {
      isInteractive: false,
      result: (text: string) => seen.results.push(text),
      note: (text: string) => seen.notes.push(text),
    };
    const code = await runCommandLine(['redrive', ...words], { terminal, signal, clock: Date.now });
    return { code, result: seen.results.join('\n'), note: seen.notes.join('\n') };
  }

  beforeEach(() => {
    const nowhere = 'http://127.0.0.1:9';
    vi.stubEnv(connectionVariable, join(scratch.path, `local-${created}.json`));
    writeLocalConnection(scratch.path, {
      processId: process.pid,
      startedMs: 0,
      apiUrl: nowhere,
      consoleUrl: nowhere,
      tenant: 'shop',
      writeKey: 'hf_of_nobody',
      endpoints: { dynamodb: nowhere, sqs: engine.endpoint, events: nowhere, ses: nowhere },
      outputs: {
        EventQueueUrl: source.url,
        EventDeadLetterQueueUrl: deadLetters.url,
        PlaybookQueueUrl: `${source.url}-gone`,
        PlaybookDeadLetterQueueUrl: `${deadLetters.url}-gone`,
      },
    });
  });

  test('runCommandLine redrive --dry-run lists the dead letters and moves none', async () => {
    const body = JSON.stringify({ kind: 'wake profile', tenant: 'shop', customerId: 'ann' });
    await fail(body, 'nonsense');
    const { code, result } = await run('events', '--dry-run');
    expect(code).toBe(0);
    expect(result).toContain('2 messages would be moved; nothing was.');
    expect(result).toMatch(/wake profile +shop +1 +– +3 .*"customerId":"ann"/);
    const asJson = await run('events', '--dry-run', '--json');
    expect(JSON.parse(asJson.result)).toMatchObject({
      queue: 'events',
      deadLetterQueueUrl: deadLetters.url,
      dryRun: true,
      depth: 2,
      messages: [
        { kind: 'wake profile', received: 4 },
        { kind: 'not JSON', start: 'nonsense' },
      ],
      failure: null,
    });
    expect(bodiesIn(deadLetters)).toHaveLength(2);
  });

  test('runCommandLine redrive moves the dead letters and says how many are left', async () => {
    await fail('a', 'b', 'c');
    const first = await run('events', '--limit', '2', '--json');
    expect([first.code, first.note]).toEqual([0, '']);
    expect(JSON.parse(first.result)).toEqual({
      queue: 'events',
      deadLetterQueueUrl: deadLetters.url,
      dryRun: false,
      moved: 2,
      refused: [],
      notDeleted: [],
      released: true,
      failure: null,
      left: 1,
      interrupted: false,
    });
    expect((await run('events')).result).toBe(
      '1 message moved back to the queue of events; none is left among the dead letters.',
    );
    expect((await run('events')).result).toBe('No dead letters of events can be seen; nothing was moved.');
    expect(bodiesIn(source)).toEqual(['a', 'b', 'c']);
  });

  test('runCommandLine redrive says what to do when a queue cannot be used', async () => {
    const gone = await run('playbooks');
    expect(gone.code).toBe(1);
    expect(gone.note).toContain(`Cannot look into the dead-letter queue ${deadLetters.url}-gone`);
    expect(gone.note).toContain('check --stack');
    expect((await run('deliveries')).note).toContain('its stacks have no output "DeliveryDeadLetterQueueUrl"');
  });
});
