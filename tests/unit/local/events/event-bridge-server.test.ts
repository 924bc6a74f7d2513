import { EventBridgeClient, ListRulesCommand, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEventBridgeServer } from '#infra/local/events/event-bridge-server.ts';
import type { RunningServer } from '#infra/local/http/listen.ts';
import { createBusFixture, liveEntry, liveRule, queueTarget } from './bus-fixture.ts';

let fixture: ReturnType<typeof createBusFixture>;
let server: RunningServer;
let client: EventBridgeClient;

beforeEach(async () => {
  fixture = createBusFixture();
  fixture.buses.addRule({ ...liveRule, targets: [queueTarget()] });
  server = await startEventBridgeServer({ buses: fixture.buses, port: 0 });
  client = new EventBridgeClient({
    endpoint: server.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});

afterEach(async () => {
  client.destroy();
  await server.stop();
});

test('startEventBridgeServer takes events from the client of the AWS SDK', async () => {
  const { DetailType: _left, ...incomplete } = liveEntry;
  const result = await client.send(
    new PutEventsCommand({ Entries: [{ ...liveEntry, Time: new Date('2020-02-03T04:05:06Z') }, incomplete] }),
  );
  await fixture.buses.idle();
  expect(result.FailedEntryCount).toBe(1);
  expect(result.Entries?.[0]?.EventId).toMatch(/^[0-9a-f-]{36}$/);
  expect(result.Entries?.[1]?.ErrorCode).toBe('InvalidArgument');
  expect(JSON.parse(fixture.delivered[0]?.body ?? '')).toMatchObject({ time: '2020-02-03T04:05:06Z' });
});

test('startEventBridgeServer gives the client a ValidationException for eleven entries', async () => {
  const command = new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => liveEntry) });
  await expect(client.send(command)).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringContaining('less than or equal to 10'),
  });
});

test('startEventBridgeServer names an action that it does not know', async () => {
  await expect(client.send(new ListRulesCommand({}))).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'Unknown action: AWSEvents.ListRules',
  });
});

test.each(['{', '[]'])('startEventBridgeServer refuses the body %s', async (body) => {
  const response = await fetch(server.url, {
    method: 'POST',
    headers: { 'x-amz-target': 'AWSEvents.PutEvents' },
    body,
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ __type: 'SerializationException' });
});

test('startEventBridgeServer says that its port is in use', async () => {
  const port = Number(new URL(server.url).port);
  await expect(startEventBridgeServer({ buses: fixture.buses, port })).rejects.toThrow(
    `Cannot start the EventBridge endpoint: port ${port} is in use`,
  );
});
