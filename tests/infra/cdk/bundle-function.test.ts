import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bundleFunction, type FunctionBundle } from '#infra/bundling/bundle-function.ts';
import { projectDirectory } from '#infra/project-directory.ts';

const source = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';
import middy from '@middy/core';
import * as z from 'zod';
const eventSchema = z.object({ id: z.string() });
const database = new DynamoDBClient({});
const queue = new SQSClient({});
export const sqs = () => queue.send(new SendMessageCommand({ QueueUrl: 'http://127.0.0.1/q', MessageBody: 'm' }));
export const handler = middy(async (event: unknown) => {
  const { id } = eventSchema.parse(event);
  const { Item } = await database.send(new GetItemCommand({ TableName: 'table', Key: { pk: { S: id } } }));
  return Item?.name?.S;
});
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

  test('bundleFunction keeps all the packages of a function within 80 KB', async () => {
    const { bundleBytes } = await bundleFunction(writeEntry('size', source), join(directory, 'size-bundle'));
    expect(bundleBytes).toBeLessThanOrEqual(80_000);
  });

  test('bundleFunction names the file that is missing', async () => {
    const missing = join(directory, 'missing', 'index.ts');
    await expect(bundleFunction(missing, join(directory, 'c'))).rejects.toThrow(
      `Cannot bundle a function: there is no file ${missing}; create it and export handler from it`,
    );
  });
});

const laterSource = `
export const handler = async (text: string) => {
  const { default: vader } = await import('vader-sentiment');
  return vader.SentimentIntensityAnalyzer.polarity_scores(text).compound;
};
`;
const atOnceSource = `
import vader from 'vader-sentiment';
export const handler = async (text: string) => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound;
`;

/** The files of a bundle without the hashes of their names. */
function filesIn({ directory: folder }: FunctionBundle): string[] {
  return readdirSync(folder)
    .map((name) => name.replace(/-[0-9A-Z]{8}\./, '.'))
    .toSorted();
}

describe('bundleFunction', () => {
  test('bundleFunction puts what is imported later into a file of its own, which the bundle finds', async () => {
    const bundle = await bundleFunction(writeEntry('later', laterSource), join(directory, 'later-bundle'));
    const files = ['index', 'chunk', 'vaderSentiment.bundle'].flatMap((name) => [`${name}.mjs`, `${name}.mjs.map`]);
    expect(filesIn(bundle)).toEqual(files.toSorted());
    expect(bundle.loadedLaterBytes).toBeGreaterThan(100_000);
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(join(bundle.directory, 'index.mjs')).href);
    expect(await handler('I love it')).toBeCloseTo(0.6369);
  });

  test('bundleFunction counts as loaded at once what a file shares with one that is loaded later', async () => {
    const shared = writeEntry('shared', `export const long = '${'long'.repeat(1_000)}';`);
    const later = writeEntry(
      'own',
      `import { long } from '../shared/index.ts';\nexport const two = () => long + long;`,
    );
    const entry = `import { long } from '${shared}';
export const handler = async () => [long.length, (await import('${later}')).two().length];`;
    const bundle = await bundleFunction(writeEntry('sharing', entry), join(directory, 'sharing-bundle'));
    const { handler } = await import(/* @vite-ignore */ pathToFileURL(join(bundle.directory, 'index.mjs')).href);
    expect(await handler()).toEqual([4_000, 8_000]);
    expect(bundle.bundleBytes).toBeGreaterThan(4_000);
    expect(bundle.loadedLaterBytes).toBeLessThan(1_000);
    const written = readdirSync(bundle.directory).filter((name) => name.endsWith('.mjs'));
    const sizes = written.map((name) => readFileSync(join(bundle.directory, name)).byteLength);
    expect(bundle.bundleBytes + bundle.loadedLaterBytes).toBe(sizes.reduce((sum, size) => sum + size));
  });

  test('bundleFunction leaves a package that is imported at once in the bundle', async () => {
    const bundle = await bundleFunction(writeEntry('at-once', atOnceSource), join(directory, 'at-once-bundle'));
    expect(filesIn(bundle)).toEqual(['index.mjs', 'index.mjs.map']);
    expect(bundle.bundleBytes).toBeGreaterThan(100_000);
    expect(bundle.loadedLaterBytes).toBe(0);
  });
});
