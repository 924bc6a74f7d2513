import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { maximumRequestBytes } from '#contracts/segment-request.ts';
import { readBody } from '#functions/ingest/read-body.ts';

const text = '{"userId":"ada","event":"Café"}';
const bom = Buffer.from([0xef, 0xbb, 0xbf]);
const gzip = { 'content-encoding': 'gzip' };

describe('readBody', () => {
  test('readBody gives text as it is, and bytes as UTF-8', () => {
    expect(readBody({ body: text, headers: {} })).toEqual({ kind: 'read', text });
    expect(readBody({ body: Buffer.from(text), headers: {} })).toEqual({ kind: 'read', text });
  });

  test.each<[string, string | Uint8Array]>([
    ['text', `\ufeff${text}`],
    ['bytes', Buffer.concat([bom, Buffer.from(text)])],
    ['zipped bytes', gzipSync(Buffer.concat([bom, Buffer.from(text)]))],
  ])('readBody takes a byte order mark off %s', (_what, body) => {
    expect(readBody({ body, headers: gzip })).toEqual({ kind: 'read', text });
  });

  test.each([{ 'content-encoding': 'gzip' }, { 'content-encoding': 'x-gzip' }, { 'content-encoding': ' GZIP ' }, {}])(
    'readBody unzips what is gzip, with the headers %j',
    (headers) => {
      expect(readBody({ body: gzipSync(text), headers })).toEqual({ kind: 'read', text });
    },
  );

  test('readBody takes a body that only says it is gzip: something between has unzipped it', () => {
    expect(readBody({ body: Buffer.from(text), headers: gzip })).toEqual({ kind: 'read', text });
  });

  test('readBody refuses an encoding that it does not know with 415, and names it', () => {
    const body = brotliCompressSync(text);
    expect(readBody({ body, headers: { 'content-encoding': 'br' } })).toEqual({
      kind: 'refused',
      status: 415,
      message: 'Cannot unpack the body: its encoding is "br"; use gzip or none',
    });
  });

  test.each<[string, Uint8Array]>([
    ['bytes', Buffer.from([0x22, 0xc3, 0x28, 0x22])],
    ['zipped bytes', gzipSync(Buffer.from([0x22, 0xff, 0x22]))],
    ['half of a surrogate pair', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['an overlong form', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
  ])('readBody refuses %s that are no UTF-8 with 400', (_what, body) => {
    const message = 'Cannot read the body: it is not UTF-8';
    expect(readBody({ body, headers: {} })).toEqual({ kind: 'refused', status: 400, message });
  });

  test('readBody refuses gzip that is cut off with 400', () => {
    const body = gzipSync(text).subarray(0, 20);
    expect(readBody({ body, headers: gzip })).toMatchObject({ kind: 'refused', status: 400 });
  });

  test('readBody unzips up to the limit, and refuses more with 413 however small it came', () => {
    const most = Buffer.alloc(maximumRequestBytes, ' ');
    expect(readBody({ body: gzipSync(most), headers: gzip })).toMatchObject({ kind: 'read' });
    const bomb = gzipSync(Buffer.alloc(200 * 2 ** 20, ' '));
    expect(bomb.length).toBeLessThan(maximumRequestBytes);
    const heapBefore = process.memoryUsage().arrayBuffers;
    const message = 'Cannot take the request: the limit is 512000 bytes, unpacked';
    expect(readBody({ body: bomb, headers: gzip })).toEqual({ kind: 'refused', status: 413, message });
    expect(process.memoryUsage().arrayBuffers - heapBefore).toBeLessThan(20 * 2 ** 20);
  });

  test('readBody refuses bytes above the limit with 413 before it reads them', () => {
    const body = Buffer.alloc(maximumRequestBytes + 1, 0xff);
    expect(readBody({ body, headers: {} })).toMatchObject({ kind: 'refused', status: 413 });
  });
});
