import type { IncomingMessage } from 'node:http';

/**
 * Reads the body of a request. Beyond `mostBytes` nothing more is kept; the rest is read and thrown away so that the
 * client gets its answer instead of a broken connection.
 * @throws Error when the client goes away before the end.
 */
export function readBody(request: IncomingMessage, mostBytes: number): Promise<Buffer | 'too large'> {
  if (Number(request.headers['content-length'] ?? 0) > mostBytes) {
    request.resume();
    return Promise.resolve('too large');
  }
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let byteCount = 0;
    request.on('data', (chunk: Buffer) => {
      byteCount += chunk.length;
      if (byteCount <= mostBytes) {
        chunks.push(chunk);
      } else {
        chunks = [];
        resolve('too large');
      }
    });
    request.on('end', () => {
      const [only] = chunks;
      resolve(chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks));
    });
    request.on('error', reject);
    request.on('aborted', () => reject(new Error('Cannot read the body: the client went away')));
  });
}
