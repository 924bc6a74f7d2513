import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const tracing = JSON.stringify(join(projectDirectory, 'functions', 'tracing.ts'));
const source = `
import { executionAsyncId } from 'node:async_hooks';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import middy from '@middy/core';
import { createTracing } from ${tracing};
const tracing = createTracing(process.env);
const database = tracing.traced(new DynamoDBClient({ maxAttempts: 1 }));
export const followsPromises = () => Promise.resolve().then(() => executionAsyncId() !== 0);
export const handler = middy()
  .use([...tracing.middlewares])
  .handler(async (event) => {
    const ask = (id) => database.send(new GetItemCommand({ TableName: 'customers', Key: { pk: { S: id } } }));
    await Promise.all(event.ids.map(ask));
    if (event.fails) throw new Error('Cannot go on');
  });
`;

const segment = z.looseObject({ name: z.string(), id: z.string(), trace_id: z.string() });
type Segment = z.infer<typeof segment>;

/** What the library sends to the daemon that Lambda runs. */
const received: Segment[] = [];
const daemon = createSocket('udp4');
daemon.on('message', (data) => {
  const [, document] = data.toString('utf8').split('\n');
  received.push(segment.parse(JSON.parse(document ?? '')));
});
const server = createServer((_request, response) => {
  response.setHeader('content-type', 'application/x-amz-json-1.0');
  response.setHeader('x-amzn-requestid', 'REQUEST');
  response.end('{}');
});

const bundleSchema = z.object({
  handler: z.custom<(event: unknown, context: unknown) => Promise<void>>(),
  followsPromises: z.custom<() => Promise<boolean>>(),
});
let directory: string;
let bundle: z.infer<typeof bundleSchema>;

function portOf(address: ReturnType<typeof server.address>): number {
  if (address === null || typeof address === 'string') throw new Error('Cannot listen: there is no port');
  return address.port;
}

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-traced-'));
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
  mkdirSync(join(directory, 'traced'));
  writeFileSync(join(directory, 'traced', 'index.ts'), source);
  daemon.bind(0, '127.0.0.1');
  server.listen(0, '127.0.0.1');
  await Promise.all([once(daemon, 'listening'), once(server, 'listening')]);
  const environment = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_ENDPOINT_URL_DYNAMODB: `http://127.0.0.1:${portOf(server.address())}`,
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    LAMBDA_TASK_ROOT: directory,
    POWERTOOLS_SERVICE_NAME: 'traced',
    _HANDLER: 'index.handler',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  const made = await bundleFunction(join(directory, 'traced', 'index.ts'), join(directory, 'bundle'));
  bundle = bundleSchema.parse(await import(/* @vite-ignore */ pathToFileURL(join(made.directory, 'index.mjs')).href));
});
afterAll(() => {
  vi.unstubAllEnvs();
  daemon.close();
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Runs one invocation as Lambda does, and returns what the daemon heard of it. */
async function traceOf(traceNumber: number, event: { ids: readonly string[]; fails?: boolean }): Promise<Segment[]> {
  const root = `1-5759e988-${String(traceNumber).padStart(24, '0')}`;
  vi.stubEnv('_X_AMZN_TRACE_ID', `Root=${root};Parent=53995c3f42cd8ad8;Sampled=1`);
  await bundle.handler(event, { awsRequestId: 'r' }).catch(() => undefined);
  const own = () => received.filter((one) => one.trace_id === root);
  await vi.waitFor(() => expect(own()).toHaveLength(event.ids.length + 1));
  return own();
}

describe('bundleFunction', () => {
  test('bundleFunction keeps in a trace what an invocation called, each under its own trace', async () => {
    for (const traceNumber of [1, 2]) {
      const segments = await traceOf(traceNumber, { ids: ['a', 'b'] });
      const handler = segments.find((one) => one.name === '## index.handler');
      expect(handler).toMatchObject({
        parent_id: '53995c3f42cd8ad8',
        annotations: { Service: 'traced', ColdStart: traceNumber === 1 },
      });
      const calls = segments.filter((one) => one.name === 'DynamoDB');
      expect(calls).toHaveLength(2);
      for (const call of calls) {
        expect(call).toMatchObject({
          parent_id: handler?.id,
          namespace: 'aws',
          aws: { operation: 'GetItem', table_name: 'customers', request_id: 'REQUEST' },
          http: { response: { status: 200 } },
        });
      }
    }
  });

  test('bundleFunction keeps in a trace that and why an invocation failed', async () => {
    const segments = await traceOf(3, { ids: ['a'], fails: true });
    expect(segments.find((one) => one.name === '## index.handler')).toMatchObject({
      fault: true,
      cause: { exceptions: [{ message: 'Cannot go on' }] },
    });
  });

  test('bundleFunction follows no promise where calls are traced', async () => {
    expect(await bundle.followsPromises()).toBe(false);
  });
});
