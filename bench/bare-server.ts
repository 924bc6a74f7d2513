import { createServer } from 'node:http';
import { listen } from '#infra/local/http/listen.ts';

/** A server that parses each body as JSON and answers 200: what posting the same batches costs at the least. */
export function startBareServer() {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      JSON.parse(Buffer.concat(chunks).toString('utf8'));
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"success":true}');
    });
  });
  return listen(server, 'the bare server', '127.0.0.1', 0);
}
