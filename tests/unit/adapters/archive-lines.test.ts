import { expect, test } from 'vitest';
import { archivedEvents } from '#adapters/aws/archive-lines.ts';

const key = `events/v1/tenant=shop/day=2026-01-31/${'0'.repeat(32)}.ndjson.gz`;

async function* failing(error: Error): AsyncGenerator<string> {
  yield* [];
  throw error;
}

async function read(lines: AsyncIterable<string> | Iterable<string>): Promise<void> {
  for await (const event of archivedEvents('shop', key, lines)) expect(event.tenant).toBe('shop');
}

test.each([
  ['a line that is no event', ['{}']],
  ['a line that is cut off', ['{"id":']],
  ['what zlib finds wrong', failing(Object.assign(new Error('unexpected end of file'), { code: 'Z_BUF_ERROR' }))],
])('archivedEvents says of %s that the object is to be restored', async (_, lines) => {
  await expect(read(lines)).rejects.toThrow('restore this object, or move it away');
});

test.each([
  ['a connection that broke', Object.assign(new Error('aborted'), { code: 'ECONNRESET' })],
  ['an answer of S3', Object.assign(new Error('Access Denied'), { $metadata: { httpStatusCode: 403 } })],
])('archivedEvents tells nobody to move a sound object away because of %s', async (_, error) => {
  await expect(read(failing(error))).rejects.toThrow(
    `${error.message}; see that it can be read, then run the command again`,
  );
});
