import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, test } from 'vitest';
import { requestsWithin } from '#adapters/aws/request-limits.ts';
import { retryUnlessThrottled } from '#adapters/aws/retry-unless-throttled.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error(`Cannot listen: the address is ${address}`);
  return address.port;
}

/** Asks a server that treats each request as told; gives what came, the requests and the time. */
async function ask(
  treat: (requests: number, request: IncomingMessage, response: ServerResponse) => void,
  limitMs = 200,
) {
  let requests = 0;
  const server = createServer((request, response) => {
    requests += 1;
    request.resume();
    treat(requests, request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${portOf(server.address())}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    retryStrategy: retryUnlessThrottled,
    requestHandler: requestsWithin({ connectionMs: limitMs, answerMs: limitMs }),
  });
  stops.push(() => {
    client.destroy();
    server.closeAllConnections();
    server.close();
  });
  const startMs = performance.now();
  const outcome = await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } })).then(
    () => 'ok',
    (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
  );
  return { outcome, requests, elapsedMs: performance.now() - startMs };
}

const answer = (response: ServerResponse) =>
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');

describe('requestsWithin', () => {
  test('requestsWithin ends a request that nobody answers, twice with the profile client, and not before its time', async () => {
    const { outcome, requests, elapsedMs } = await ask(() => undefined);
    expect({ outcome, requests }).toEqual({ outcome: 'TimeoutError', requests: 2 });
    // A timer may fire a little early.
    expect(elapsedMs).toBeGreaterThan(380);
    expect(elapsedMs).toBeLessThan(5_000);
  });

  test('requestsWithin lets the request be repeated that was not answered', async () => {
    const asked = await ask((requests, _, response) => requests === 2 && answer(response));
    expect(asked).toMatchObject({ outcome: 'ok', requests: 2 });
  });

  test('requestsWithin ends an answer that stops in the middle', async () => {
    const asked = await ask((_, __, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '100' });
      response.write('{"Item":');
    });
    expect(asked).toMatchObject({ outcome: 'TimeoutError', requests: 2 });
    expect(asked.elapsedMs).toBeLessThan(5_000);
  });

  test('requestsWithin lets a slow answer come that begins and goes on within the limits', async () => {
    const asked = await ask((_, __, response) => {
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0', 'content-length': '8' });
      response.write(' ');
      let written = 1;
      const drip = setInterval(() => {
        written += 1;
        response.write(written === 7 ? '{' : written === 8 ? '}' : ' ');
        if (written === 8) clearInterval(drip);
      }, 100);
      stops.push(() => clearInterval(drip));
    }, 500);
    expect(asked).toMatchObject({ outcome: 'ok', requests: 1 });
    expect(asked.elapsedMs).toBeGreaterThan(600);
  });

  test.each(['announce', 'archive', 'deliver', 'ingest', 'playbooks', 'profile', 'wake'])(
    'requestsWithin limits every client of the function %s',
    (name) => {
      const read = (path: string) => readFileSync(fileURLToPath(new URL(`../../../${path}`, import.meta.url)), 'utf8');
      const text = read(`functions/${name}/index.ts`) + read('shared/adapters/aws/ses-email-sender.ts');
      const clients = text.match(/new \w+Client\([^)]*\)/g) ?? [];
      expect(clients.length).toBeGreaterThan(1);
      for (const client of clients) expect(client).toMatch(/requestHandler: (service|archive|email)Requests/);
    },
  );
});
