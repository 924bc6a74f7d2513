import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createEmbeddedClock } from '#infra/local/clock.ts';
import { startTestStack } from './start-test-stack.ts';
import { functionResource, getArn, type StackDraft } from './write-assembly.ts';

const apiStack: StackDraft = {
  resources: {
    Work: functionResource('work'),
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Shop', ProtocolType: 'HTTP' } },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: getArn('Work'),
        PayloadFormatVersion: '2.0',
      },
    },
    Route: {
      Type: 'AWS::ApiGatewayV2::Route',
      Properties: {
        ApiId: { Ref: 'Api' },
        RouteKey: 'POST /hello',
        Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
      },
    },
    Stage: { Type: 'AWS::ApiGatewayV2::Stage', Properties: { ApiId: { Ref: 'Api' }, StageName: '$default' } },
  },
  outputs: {
    Composed: {
      Value: {
        'Fn::Join': ['', ['https://', { Ref: 'Api' }, '.execute-api.', { Ref: 'AWS::Region' }, '.amazonaws.com/hello']],
      },
    },
    Endpoint: { Value: getArn('Api', 'ApiEndpoint') },
  },
};
const code = { work: 'export const handler = async ({ body }) => ({ greeting: "Hello " + body });' };

/** How many processes this one has started that it has not seen end. */
const childProcesses = (): number => process.getActiveResourcesInfo().filter((name) => name === 'ProcessWrap').length;

test('startEmbeddedAws serves the HTTP API, also where the template composes its address', async () => {
  const { aws } = await startTestStack({ stacks: { Shop: apiStack }, code });
  expect(aws.outputs).toEqual({ Composed: `${aws.apiUrl}/hello`, Endpoint: aws.apiUrl });
  const response = await fetch(`${aws.outputs['Composed']}`, { method: 'POST', body: 'Ann' });
  expect(await response.json()).toEqual({ greeting: 'Hello Ann' });
});

test('startEmbeddedAws passes values from stack to stack, and events from a bus to a queue', async () => {
  const { aws } = await startTestStack({
    stacks: {
      Work: {
        after: ['Data'],
        resources: {
          Rule: {
            Type: 'AWS::Events::Rule',
            Properties: {
              EventBusName: { 'Fn::ImportValue': 'Data:Bus' },
              EventPattern: { source: [{ prefix: 'shop' }] },
              Targets: [{ Id: 'Queue', Arn: { 'Fn::ImportValue': 'Data:Queue' } }],
            },
          },
        },
      },
      Data: {
        resources: {
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'shop' } },
          Queue: { Type: 'AWS::SQS::Queue', Properties: {} },
        },
        outputs: {
          Bus: { Value: { Ref: 'Bus' }, Export: { Name: 'Data:Bus' } },
          Queue: { Value: getArn('Queue'), Export: { Name: 'Data:Queue' } },
        },
      },
    },
  });
  const response = await fetch(aws.endpoints.events, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AWSEvents.PutEvents' },
    body: JSON.stringify({ Entries: [{ Source: 'shop.orders', DetailType: 'x', Detail: '{}', EventBusName: 'shop' }] }),
  });
  expect(await response.json()).toMatchObject({ FailedEntryCount: 0 });
  await aws.settle({ timeoutSeconds: 10 });
  expect(aws.statistics().queues).toMatchObject({ 'Data-Queue': { visible: 1 } });
});

const queueWith = (Properties: Readonly<Record<string, unknown>>) => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties },
});

test.each([
  [queueWith({ Foo: 1 }), 'Cannot stand up Queue (AWS::SQS::Queue): property Foo is not known to the embedded AWS'],
  [
    queueWith({ RedrivePolicy: { deadLetterTargetArn: 'arn', maxReceiveCount: 3, Bar: 1 } }),
    'Cannot stand up Queue (AWS::SQS::Queue): property RedrivePolicy.Bar is not known to the embedded AWS',
  ],
  [queueWith({ VisibilityTimeout: 99_999 }), 'Cannot stand up Queue (AWS::SQS::Queue): property VisibilityTimeout:'],
  [queueWith({ QueueName: { Ref: 'Missing' } }), 'Cannot resolve Queue.QueueName.Ref: nothing is called "Missing"'],
  [
    { Thing: { Type: 'AWS::Fancy::Thing', Properties: {} } },
    'Cannot stand up Thing (AWS::Fancy::Thing): resource type AWS::Fancy::Thing is not known to the embedded AWS',
  ],
  [
    {
      Rule: {
        Type: 'AWS::Events::Rule',
        Properties: { EventPattern: { source: ['a'] }, Targets: [{ Id: 'T', Arn: 'arn:aws:states:x' }] },
      },
    },
    'Cannot stand up Rule (AWS::Events::Rule): the embedded AWS delivers to queues and functions alone, and arn:aws:states:x is neither',
  ],
  [
    {
      Schedule: {
        Type: 'AWS::Scheduler::Schedule',
        Properties: { ScheduleExpression: 'rate(1 minute)', StartDate: '2026-01-01T00:00:00Z' },
      },
    },
    'Cannot stand up Schedule (AWS::Scheduler::Schedule): property StartDate is not known to the embedded AWS',
  ],
])(
  'startEmbeddedAws refuses what it does not know, by name, and ends what it had started',
  async (resources, message) => {
    await expect(startTestStack({ stacks: { Shop: { resources } } })).rejects.toThrow(message);
    await expect.poll(childProcesses).toBe(0);
  },
);

test('startEmbeddedAws says which port is in use, and ends what it had started', async () => {
  const holder = createServer();
  await new Promise<void>((resolve) => holder.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void holder.close());
  const address = holder.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(startTestStack({ stacks: { Shop: apiStack }, code, apiPort: port })).rejects.toThrow(
    `Cannot start the HTTP API: port ${port} is in use`,
  );
  await expect.poll(childProcesses).toBe(0);
});

test('startEmbeddedAws leaves no process and no open address behind when it stops', async () => {
  const { aws } = await startTestStack({ stacks: { Shop: apiStack }, code });
  expect(childProcesses()).toBeGreaterThan(0);
  await aws.stop();
  await aws.stop();
  await expect.poll(childProcesses).toBe(0);
  for (const url of [aws.apiUrl ?? '', ...Object.values(aws.endpoints)]) {
    await expect(fetch(url), url).rejects.toThrow('fetch failed');
  }
});

const hourlyStack: StackDraft = {
  resources: {
    Failures: { Type: 'AWS::SQS::Queue', Properties: {} },
    Tick: functionResource('tick', { ReservedConcurrentExecutions: 1 }),
    TickConfig: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: 'Tick' },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: 0,
        DestinationConfig: { OnFailure: { Destination: getArn('Failures') } },
      },
    },
    Hourly: {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        ScheduleExpression: 'cron(0 * * * ? *)',
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: { Arn: getArn('Tick'), RoleArn: 'arn:aws:iam::000000000000:role/any', Input: '{"tick":true}' },
      },
    },
  },
};

test('startEmbeddedAws fires schedules when its clock is moved, before settle resolves', async () => {
  const clock = createEmbeddedClock({ startMs: Date.parse('2001-01-01T00:30:00Z'), speed: 0, stopsAtPresent: true });
  const code = { tick: 'export const handler = async (event) => see([event, new Date().toISOString()]);' };
  const { aws, seen } = await startTestStack({ stacks: { Shop: hourlyStack }, code, clock });
  await aws.settle({ timeoutSeconds: 10 });
  expect(seen()).toEqual([]);
  clock.advanceTo(Date.parse('2001-01-01T01:00:00Z'));
  await aws.settle({ timeoutSeconds: 10 });
  // Three hours at once are one late tick.
  clock.advanceTo(Date.parse('2001-01-01T04:10:00Z'));
  await aws.settle({ timeoutSeconds: 10 });
  expect(seen()).toEqual([
    [{ tick: true }, '2001-01-01T01:00:00.000Z'],
    [{ tick: true }, '2001-01-01T04:10:00.000Z'],
  ]);
});

test('startEmbeddedAws sends a failed tick to the destination of its function', async () => {
  const clock = createEmbeddedClock({ startMs: Date.parse('2001-01-01T00:59:00Z'), speed: 0, stopsAtPresent: true });
  const code = { tick: "export const handler = async () => { throw new Error('asleep'); };" };
  const { aws } = await startTestStack({ stacks: { Shop: hourlyStack }, code, clock });
  clock.advanceTo(Date.parse('2001-01-01T01:00:00Z'));
  await aws.settle({ timeoutSeconds: 10 });
  expect(aws.statistics()).toMatchObject({
    functions: { 'Shop-Tick': { invocations: 1, errors: 1 } },
    queues: { 'Shop-Failures': { visible: 1 } },
  });
});
