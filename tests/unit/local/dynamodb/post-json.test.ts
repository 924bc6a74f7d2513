import { createServer, type RequestListener } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createPostJson } from '#infra/local/dynamodb/post-json.ts';
import { listen } from '#infra/local/http/listen.ts';

async function serving(answer: RequestListener): Promise<string> {
  const server = await listen(createServer(answer), 'a test server', '127.0.0.1', 0);
  onTestFinished(() => server.stop());
  return server.url;
}

test('createPostJson posts a body with its headers and gives status and text, over one connection', async () => {
  const sockets = new Set<unknown>();
  const url = await serving((request, response) => {
    sockets.add(request.socket);
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => response.writeHead(400).end(`${request.headers['x-what']} ${Buffer.concat(chunks)} ü`));
  });
  const post = createPostJson(url);
  expect(await post('{"a":"ö"}', { 'x-what': 'this' }, 1_000)).toEqual({ status: 400, text: 'this {"a":"ö"} ü' });
  expect(await post('{}', { 'x-what': 'that' }, 1_000)).toEqual({ status: 400, text: 'that {} ü' });
  expect(sockets.size).toBe(1);
});

test('createPostJson gives up on an answer that does not come, and says on whom and after how long', async () => {
  const url = await serving(() => undefined);
  await expect(createPostJson(url)('{}', {}, 20)).rejects.toThrow(`${url} has not answered within 20 ms`);
});
