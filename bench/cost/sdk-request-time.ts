import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';

/** A server in a thread of its own, so that its processor time does not count: it answers everything with an empty object. */
const answeringServer = `
  const { createServer } = require('node:http');
  const { parentPort } = require('node:worker_threads');
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}'));
  });
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

const rounds = 40;
const requestsAtOnce = 32;

/** A profile of the usual size. */
const Item = {
  pk: { S: 'shop|0190c5a2-7d1e-7b4c-9a55-000000000000' },
  sk: { S: 'profile' },
  version: { N: '52' },
  body: { B: new Uint8Array(500) },
};

/**
 * Processor milliseconds of this thread for one PutItem through the AWS SDK over a kept connection, without encryption. The
 * adapters in memory, with which handlers are measured, do without it; a function in AWS cannot.
 */
export async function measureSdkRequest(): Promise<number> {
  const worker = new Worker(answeringServer, { eval: true });
  const [port] = z.tuple([z.int()]).parse(await once(worker, 'message'));
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  const put = () => client.send(new PutItemCommand({ TableName: 'customers', Item }));
  let leastMs = Number.POSITIVE_INFINITY;
  try {
    for (let round = 0; round < rounds; round += 1) {
      const before = process.threadCpuUsage();
      await Promise.all(Array.from({ length: requestsAtOnce }, put));
      const { user, system } = process.threadCpuUsage(before);
      leastMs = Math.min(leastMs, (user + system) / 1_000 / requestsAtOnce);
    }
    return leastMs;
  } finally {
    client.destroy();
    await worker.terminate();
  }
}
