import { executionAsyncId } from 'node:async_hooks';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createTracing } from '#functions/tracing.ts';

/** Whether every promise gets an identifier of its own: only where some async hook follows them. */
const areFollowed = () => Promise.resolve().then(() => executionAsyncId() !== 0);

test('createTracing leaves clients as they are where tracing is off, and follows no promise', async () => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const middlewares = client.middlewareStack.identify();
  const tracing = await createTracing('false');
  expect(tracing.middlewares).toEqual([]);
  expect(tracing.traced(client)).toBe(client);
  expect(client.middlewareStack.identify()).toEqual(middlewares);
  expect(await areFollowed()).toBe(false);
  client.destroy();
});

test.each([undefined, 'true'])('createTracing traces clients and calls where tracing is %s', async (enabled) => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const middlewares = client.middlewareStack.identify();
  const tracing = await createTracing(enabled);
  expect(tracing.middlewares).toHaveLength(1);
  expect(tracing.traced(client)).toBe(client);
  expect(client.middlewareStack.identify().length).toBeGreaterThanOrEqual(middlewares.length);
  client.destroy();
});
