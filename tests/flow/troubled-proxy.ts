import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '#infra/local/http/listen.ts';

/** What becomes of a request: nothing special; turned away before it arrives; or it arrives and its answer is lost. */
export type Trouble = 'none' | 'turned away with 429' | 'fails with 500' | 'answer is lost';

/** A request as the client made it. */
export type Passed = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** What the client was answered. */
  readonly status: number;
};

/** Stands before an API and troubles its first requests, one after the other; the rest passes. */
export async function startTroubledProxy(apiUrl: string, troubles: readonly Trouble[] = []) {
  const passed: Passed[] = [];
  const left = [...troubles];
  const server = createServer((request, response) => {
    void answer(request).then(({ status, headers, body }) => response.writeHead(status, headers).end(body));
  });
  async function answer(
    request: IncomingMessage,
  ): Promise<{ status: number; headers: Record<string, string>; body: string }> {
    const body = await text(request);
    const trouble = left.shift() ?? 'none';
    const { method = '', url = '', headers } = request;
    const note = (status: number) => passed.push({ method, path: url, headers, body, status });
    if (trouble === 'turned away with 429') {
      note(429);
      return { status: 429, headers: { 'retry-after': '1' }, body: '' };
    }
    if (trouble === 'fails with 500') {
      note(500);
      return { status: 500, headers: {}, body: '' };
    }
    const { authorization = '' } = headers;
    const sent = { 'content-type': headers['content-type'] ?? '', ...(authorization !== '' && { authorization }) };
    const real = await fetch(`${apiUrl}${url}`, { method, headers: sent, ...(method === 'POST' && { body }) });
    const realBody = await real.text();
    const status = trouble === 'answer is lost' ? 500 : real.status;
    note(status);
    return { status, headers: Object.fromEntries(real.headers), body: realBody };
  }
  const { url, stop } = await listen(server, 'a proxy', '127.0.0.1', 0);
  return { url, stop, passed };
}
