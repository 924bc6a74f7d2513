import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleFunction } from '#infra/bundling/bundle-function.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const source = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import middy from '@middy/core';
import * as z from 'zod';
const eventSchema = z.object({ id: z.string() });
export const tools = { logger: new Logger(), metrics: new Metrics(), tracer: new Tracer() };
const database = tools.tracer.captureAWSv3Client(new DynamoDBClient({}));
const queue = new SQSClient({});
export const sqs = () => queue.send(new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/q', MessageBody: 'm' }));
export const handler = middy(async (event: unknown) => {
  const { id } = eventSchema.parse(event);
  tools.tracer.putAnnotation('id', id);
  const { Item } = await database.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: id } } }));
  return Item?.name?.S;
});
`;
const xRaySource = `
import xRay from 'aws-xray-sdk-core';
export const handler = async () => xRay.captureAWS({});
`;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-bundle-'));
  // As on Lambda, where the runtime brings the SDK.
  symlinkSync(join(projectDirectory, 'node_modules'), join(directory, 'node_modules'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function writeEntry(name: string, text: string): string {
  mkdirSync(join(directory, name), { recursive: true });
  const path = join(directory, name, 'index.ts');
  writeFileSync(path, text);
  return path;
}

/** Answers one GetItem, and resolves with what was asked. */
async function answerOnce(use: (endpoint: string) => Promise<void>): Promise<IncomingMessage> {
  const requests: IncomingMessage[] = [];
  const server = createServer((request, response) => {
    requests.push(request);
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify({ Item: { name: { S: 'Ada' } } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('Cannot answer: the server has no port');
    await use(`http://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  const [request] = requests;
  if (request === undefined) throw new Error('Cannot check the request: none came');
  return request;
}

describe('bundleFunction', () => {
  test('bundleFunction makes a module that signs its requests with the credentials of the environment', async () => {
    const bundle = await bundleFunction(writeEntry('signing', source), join(directory, 'signing-bundle'));
    const request = await answerOnce(async (endpoint) => {
      vi.stubEnv('AWS_REGION', 'eu-central-1');
      vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
      vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
      vi.stubEnv('AWS_SESSION_TOKEN', 'session');
      vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', endpoint);
      const { handler } = await import(/* @vite-ignore */ pathToFileURL(join(bundle.directory, 'index.mjs')).href);
      expect(await handler({ id: 'c1' }, { awsRequestId: 'r1' })).toBe('Ada');
    });
    vi.unstubAllEnvs();
    expect(request.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/eu-central-1\/dynamodb\/aws4_request, /,
    );
    expect(request.headers['x-amz-security-token']).toBe('session');
    expect(request.headers['x-amz-target']).toBe('DynamoDB_20120810.GetItem');
  });

  test('bundleFunction writes the same bytes for the same sources, wherever it writes them', async () => {
    const entry = writeEntry('twice', source);
    const [first, second] = await Promise.all([
      bundleFunction(entry, join(directory, 'a')),
      bundleFunction(entry, join(directory, 'deeper', 'b')),
    ]);
    for (const file of ['index.mjs', 'index.mjs.map']) {
      expect(readFileSync(join(first.directory, file))).toEqual(readFileSync(join(second.directory, file)));
    }
    expect(readFileSync(join(first.directory, 'index.mjs.map'), 'utf8')).not.toContain(projectDirectory);
  });

  test('bundleFunction keeps all the packages of a function within 190 KB', async () => {
    const { bundleBytes } = await bundleFunction(writeEntry('size', source), join(directory, 'size-bundle'));
    expect(bundleBytes).toBeLessThanOrEqual(190_000);
  });

  test('bundleFunction leaves out what X-Ray needs outside Lambda only, and says so when it is called', async () => {
    const bundle = await bundleFunction(writeEntry('traced', xRaySource), join(directory, 'traced-bundle'));
    const text = readFileSync(join(bundle.directory, 'index.mjs'), 'utf8');
    expect(text).toContain('Cannot call shouldSample of aws-xray-sdk-core: it is not in the bundle');
    expect(text).not.toContain('sagemakerruntime');
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(join(bundle.directory, 'index.mjs')).href);
    await expect(handler()).rejects.toThrow('Cannot call captureAWS of aws-xray-sdk-core: it is not in the bundle');
  });

  test('bundleFunction names the file that is missing', async () => {
    const missing = join(directory, 'missing', 'index.ts');
    await expect(bundleFunction(missing, join(directory, 'c'))).rejects.toThrow(
      `Cannot bundle a function: there is no file ${missing}; create it and export handler from it`,
    );
  });
});
