import { executionAsyncId } from 'node:async_hooks';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createTracing } from '#functions/tracing.ts';

/** Whether every promise gets an identifier of its own: only where some async hook follows them. */
const areFollowed = () => Promise.resolve().then(() => executionAsyncId() !== 0);

const daemon = { AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000' };

test.each([
  ['is off', { ...daemon, POWERTOOLS_TRACE_ENABLED: 'false' }],
  ['has no daemon to tell', {}],
  ['has a daemon without a port', { AWS_XRAY_DAEMON_ADDRESS: 'localhost' }],
])('createTracing leaves clients as they are where tracing %s', (_what, environment) => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const middlewares = client.middlewareStack.identify();
  const tracing = createTracing(environment);
  expect(tracing.middlewares).toEqual([]);
  expect(tracing.traced(client)).toBe(client);
  expect(client.middlewareStack.identify()).toEqual(middlewares);
  client.destroy();
});

test.each([undefined, 'true'])('createTracing traces clients and invocations where tracing is %s', async (enabled) => {
  const client = new DynamoDBClient({ region: 'us-east-1' });
  const tracing = createTracing({ ...daemon, POWERTOOLS_TRACE_ENABLED: enabled });
  expect(tracing.middlewares).toHaveLength(1);
  expect(tracing.traced(client)).toBe(client);
  expect(client.middlewareStack.identify().join()).toContain('holdfastTrace');
  expect(await areFollowed()).toBe(false);
  client.destroy();
});
