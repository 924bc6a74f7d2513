import { Agent, type OutgoingHttpHeaders, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';

/** An answer, its body as text. */
export type JsonAnswer = { readonly status: number; readonly text: string };

const mostConnections = 16;

/**
 * Posts JSON over connections that are kept. `fetch` would do, but takes more processor time, and the streams are asked many times a
 * second.
 * @throws Error when the connection fails, or nothing has come over it for the limit in milliseconds.
 */
export type PostJson = (body: string, headers: OutgoingHttpHeaders, limitMs: number) => Promise<JsonAnswer>;

/** Makes a poster to one endpoint. */
export const createPostJson = (endpoint: string): PostJson => {
  const url = new URL(endpoint);
  const isSecure = url.protocol === 'https:';
  const request = isSecure ? requestOverHttps : requestOverHttp;
  const agent = isSecure ? undefined : new Agent({ keepAlive: true, maxSockets: mostConnections });
  return (body, headers, limitMs) =>
    new Promise((resolve, reject) => {
      const options = {
        ...(agent === undefined ? {} : { agent }),
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        timeout: limitMs,
      };
      const outgoing = request(url, options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () => {
          resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') });
        });
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`${endpoint} has not answered within ${limitMs} ms`)));
      outgoing.on('error', reject);
      outgoing.end(body);
    });
};
