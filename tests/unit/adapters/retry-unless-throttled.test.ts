import { createServer } from 'node:http';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { retryUnlessThrottled } from '#adapters/aws/retry-unless-throttled.ts';

type Answer = 'hangs up' | 'ok' | { readonly status: number; readonly error: string };

/** Asks a server that answers as the list says; gives what came and how many requests the server saw. */
async function ask(answers: readonly Answer[]) {
  let requests = 0;
  const server = createServer((request, response) => {
    const answer = answers[requests] ?? 'ok';
    requests += 1;
    request.resume();
    if (answer === 'hangs up') return request.socket.destroy();
    const [status, body] = answer === 'ok' ? [200, {}] : [answer.status, { __type: answer.error }];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    retryStrategy: retryUnlessThrottled,
  });
  try {
    await client.send(new GetItemCommand({ TableName: 't', Key: { pk: { S: 'x' } } }));
    return { outcome: 'ok', requests };
  } catch (error) {
    return { outcome: error instanceof Error ? error.name : 'unknown', requests };
  } finally {
    client.destroy();
    server.close();
  }
}

test.each(['ProvisionedThroughputExceededException', 'ThrottlingException', 'RequestLimitExceeded'])(
  'retryUnlessThrottled makes one request where the answer is %s',
  async (error) => {
    expect(await ask([{ status: 400, error }])).toEqual({ outcome: error, requests: 1 });
  },
);

test('retryUnlessThrottled asks once more when the connection broke or the service failed', async () => {
  expect(await ask(['hangs up'])).toEqual({ outcome: 'ok', requests: 2 });
  expect(await ask([{ status: 500, error: 'InternalServerError' }])).toEqual({ outcome: 'ok', requests: 2 });
});

test('retryUnlessThrottled asks twice at most', async () => {
  expect(await ask(['hangs up', 'hangs up'])).toMatchObject({ requests: 2 });
});

test('retryUnlessThrottled does not repeat what was refused', async () => {
  const refused = { status: 400, error: 'ConditionalCheckFailedException' };
  expect(await ask([refused])).toEqual({ outcome: 'ConditionalCheckFailedException', requests: 1 });
});
