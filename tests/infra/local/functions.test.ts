import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { output, startTestStack, type TestStack, type TestStackOptions } from './start-test-stack.ts';
import { functionResource, getArn, type StackDraft } from './write-assembly.ts';

/** A function behind a queue whose messages go to the dead-letter queue after their first failure. */
const stackOf = (properties: Readonly<Record<string, unknown>> = {}): StackDraft => ({
  resources: {
    Failures: { Type: 'AWS::SQS::Queue', Properties: {} },
    Queue: {
      Type: 'AWS::SQS::Queue',
      Properties: { RedrivePolicy: { deadLetterTargetArn: getArn('Failures'), maxReceiveCount: 1 } },
    },
    Work: functionResource('work', properties),
    Mapping: {
      Type: 'AWS::Lambda::EventSourceMapping',
      Properties: { EventSourceArn: getArn('Queue'), FunctionName: { Ref: 'Work' }, BatchSize: 1 },
    },
  },
  outputs: { QueueUrl: { Value: { Ref: 'Queue' } } },
});

const run = async (
  body: string,
  messages: readonly string[],
  options: Partial<TestStackOptions> & { properties?: Readonly<Record<string, unknown>> } = {},
): Promise<TestStack> => {
  const { properties, ...more } = options;
  const stack = await startTestStack({
    stacks: { Shop: stackOf(properties) },
    code: { work: body },
    visibilityTimeoutSeconds: 0,
    ...more,
  });
  for (const message of messages) {
    await stack.sqs.send(new SendMessageCommand({ QueueUrl: output(stack, 'QueueUrl'), MessageBody: message }));
  }
  await stack.aws.settle({ timeoutSeconds: 30 });
  return stack;
};

test('functionEnvironment gives a function the environment of its template and of Lambda, and nothing of this process', async () => {
  process.env['HOLDFAST_TEST_SECRET'] = 'secret';
  const stack = await run('export const handler = async () => see(process.env);', ['go'], {
    properties: { MemorySize: 512, Environment: { Variables: { QUEUE: { Ref: 'Failures' }, COUNT: 3 } } },
  });
  delete process.env['HOLDFAST_TEST_SECRET'];
  const [environment] = stack.seen();
  expect(environment).toMatchObject({
    QUEUE: `${stack.aws.endpoints.sqs}/000000000000/Shop-Failures`,
    COUNT: '3',
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: 'Shop-Work',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
    AWS_ENDPOINT_URL_DYNAMODB: stack.aws.endpoints.dynamodb,
    AWS_ENDPOINT_URL_EVENTBRIDGE: stack.aws.endpoints.events,
    AWS_ENDPOINT_URL_SESV2: stack.aws.endpoints.ses,
    _X_AMZN_TRACE_ID: expect.stringMatching(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/),
  });
  expect(environment).not.toHaveProperty('HOLDFAST_TEST_SECRET');
  expect(environment).not.toHaveProperty('PATH');
});

test('startEnvironmentThread gives a function a context with its name, its limits and the time that is left', async () => {
  const stack = await run(
    `export const handler = async (event, context) =>
      see({ ...context, left: context.getRemainingTimeInMillis() > 4000 && context.getRemainingTimeInMillis() <= 5000 });`,
    ['go'],
    { properties: { Timeout: 5 } },
  );
  expect(stack.seen()).toMatchObject([
    {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      functionName: 'Shop-Work',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:Shop-Work',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/Shop-Work',
      left: true,
    },
  ]);
});

test('startEnvironmentThread lets a function live in the time of the embedded clock', async () => {
  const startMs = Date.parse('1998-06-30T12:00:00Z');
  const stack = await run(
    `export const handler = async (event) => {
      const sentMs = Number(event.Records[0].attributes.SentTimestamp);
      see([Date.now(), new Date().toISOString(), sentMs]);
    };`,
    ['go'],
    { clock: createEmbeddedClock({ startMs, speed: 0, stopsAtPresent: true }) },
  );
  expect(stack.seen()).toEqual([[startMs, '1998-06-30T12:00:00.000Z', startMs]]);
});

test('startEnvironmentThread ends a function that takes too long, even in an endless loop, and the next message gets a new environment', async () => {
  const stack = await run(
    `let calls = 0;
    export const handler = async (event) => {
      calls += 1;
      see([event.Records[0].body, calls]);
      if (event.Records[0].body === 'hang') for (;;);
    };`,
    ['hang', 'go'],
    { properties: { Timeout: 1 }, mostEnvironmentsPerFunction: 1 },
  );
  expect(stack.seen()).toEqual([
    ['hang', 1],
    ['go', 1],
  ]);
  expect(stack.log).toContainEqual(expect.stringContaining('Task timed out after 1.00 seconds'));
  expect(stack.aws.statistics().functions).toMatchObject({ 'Shop-Work': { invocations: 2, errors: 1, timeouts: 1 } });
});

test.each([
  ['process.exit(3);', 'Runtime exited with error: exit status 3'],
  [`setImmediate(() => { throw new Error('stray'); }); await new Promise(() => {});`, 'stray'],
  ['const hog = []; for (;;) hog.push(new Array(1e5).fill(Math.random()));', 'Runtime.OutOfMemory'],
])(
  'startEnvironmentThread fails the invocation of a function that dies by `%s` and nothing else',
  async (statement, reason) => {
    const stack = await run(
      `export const handler = async (event) => { if (event.Records[0].body === 'die') { ${statement} } see(event.Records[0].body); };`,
      ['die', 'go'],
      { properties: { MemorySize: 128, Timeout: 20 } },
    );
    expect(stack.seen()).toEqual(['go']);
    expect(stack.log).toContainEqual(expect.stringContaining(reason));
  },
);

test('startEnvironmentThread fails the invocations of a function that cannot be loaded with the reason', async () => {
  const stack = await run(`throw new Error('no configuration');`, ['go']);
  expect(stack.log).toContainEqual(expect.stringContaining('no configuration'));
  expect(stack.aws.statistics().queues).toMatchObject({ 'Shop-Failures': { visible: 1 } });
});

test('openFunctionLog keeps what a function logs in its own file, and shows what it logs as an error', async () => {
  const stack = await run(
    `export const handler = async () => {
      console.log('just a line');
      console.log(JSON.stringify({ level: 'ERROR', message: 'Cannot reach the shop', error: { message: 'refused' } }));
    };`,
    ['go'],
  );
  await expect.poll(() => stack.log).toContain('Shop-Work: Cannot reach the shop: refused');
  const path = join(stack.aws.logDirectory, 'Shop-Work.log');
  await expect.poll(() => readFileSync(path, 'utf8')).toContain('just a line');
});

test('startEnvironmentThread keeps all that a function logged before an endless loop', async () => {
  const stack = await run(
    `export const handler = async () => {
      console.log('first');
      console.error('second');
      console.log('last');
      for (;;);
    };`,
    ['go'],
    { properties: { Timeout: 1 }, mostEnvironmentsPerFunction: 1 },
  );
  const path = join(stack.aws.logDirectory, 'Shop-Work.log');
  await expect.poll(() => readFileSync(path, 'utf8').split('\n').slice(0, 3)).toEqual(['first', 'second', 'last']);
});
