import { gunzipSync } from 'node:zlib';
import { maximumRequestBytes } from '#contracts/segment-request.ts';
import type { Refusal } from '#domain/ingest/decode-segment-request.ts';
import type { HttpCall } from './ingest-call.ts';

export type ReadBody = { readonly kind: 'read'; readonly text: string };

const refused = (status: Refusal['status'], message: string): Refusal => ({ kind: 'refused', status, message });

const tooLarge = () => refused(413, `Cannot take the request: the limit is ${maximumRequestBytes} bytes, unpacked`);

/** The encodings that a body may say it has. */
const knownEncodings = new Set(['', 'identity', 'gzip', 'x-gzip']);

/** gzip begins with these (RFC 1952, section 2.3.1), no JSON does: the body itself tells, whatever the header says. */
const isGzip = (bytes: Uint8Array) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/** Takes UTF-8 alone, and a byte order mark off. */
const utf8 = new TextDecoder('utf-8', { fatal: true });

function unzip(bytes: Uint8Array): Uint8Array | Refusal {
  try {
    // Stops there, however much is still packed into the body.
    return gunzipSync(bytes, { maxOutputLength: maximumRequestBytes });
  } catch (error) {
    if (error instanceof RangeError) return tooLarge();
    return refused(400, `Cannot unzip the body: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}

/** The body of a call as text: unzipped, strictly UTF-8, without a byte order mark, and no larger than a request may be. */
export function readBody({ body, headers }: Pick<HttpCall, 'body' | 'headers'>): ReadBody | Refusal {
  if (typeof body === 'string') return { kind: 'read', text: body.startsWith('\ufeff') ? body.slice(1) : body };
  const encoding = (headers['content-encoding'] ?? '').trim().toLowerCase();
  if (!knownEncodings.has(encoding)) {
    return refused(
      415,
      `Cannot unpack the body: its encoding is ${JSON.stringify(encoding.slice(0, 80))}; use gzip or none`,
    );
  }
  const bytes = isGzip(body) ? unzip(body) : body;
  if ('kind' in bytes) return bytes;
  if (bytes.length > maximumRequestBytes) return tooLarge();
  try {
    return { kind: 'read', text: utf8.decode(bytes) };
  } catch {
    return refused(400, 'Cannot read the body: it is not UTF-8');
  }
}
