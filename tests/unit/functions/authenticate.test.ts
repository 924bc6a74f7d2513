import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { authenticate, authenticateKey } from '#functions/ingest/authenticate.ts';

const nowMs = Date.UTC(2026, 0, 15);
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const source = newSource({ writeKey: 'secret', tenant: 'shop', name: 'web', createdMs: 0 });

async function storeWithKey() {
  const sources = createMemorySourceStore();
  await sources.add(source);
  return sources;
}

describe('authenticate', () => {
  test.each([
    ['Basic with an empty password', basic('secret:'), {}],
    ['Basic with a password', basic('secret:word:more'), {}],
    ['Basic without a colon', basic('secret'), {}],
    ['Basic in capitals, with more spaces', basic('secret:').replace('Basic ', 'BASIC   '), {}],
    ['the key in the body', null, { writeKey: 'secret' }],
    ['the key in the body beside an empty user name', basic(':'), { writeKey: 'secret' }],
    ['the key in the body beside another scheme', 'Bearer abc', { writeKey: 'secret' }],
  ])('authenticate knows the source by %s', async (_what, authorization, body) => {
    expect(await authenticate(await storeWithKey(), authorization, body, nowMs)).toEqual({ kind: 'known', source });
  });

  test.each([
    ['nothing at all', null, {}, /none was sent/],
    ['the header "Basic"', 'Basic', {}, /none was sent/],
    ['the header "Basic " and no base64', 'Basic ÿ%%%', {}, /none was sent|nobody knows it/],
    ['a key that is no text', null, { writeKey: { toString: 'secret' } }, /none was sent/],
    ['a key that nobody knows', basic('other:'), {}, /nobody knows it/],
    ['a wrong key in the header and a good one in the body', basic('other:'), { writeKey: 'secret' }, /nobody knows/],
    ['the hash of a key', null, { writeKey: source.writeKeyHash }, /nobody knows it/],
    ['a key of 201 characters', basic('x'.repeat(201)), {}, /too long/],
  ])('authenticate refuses %s and says why', async (_what, authorization, body, message) => {
    const answer = await authenticate(await storeWithKey(), authorization, body, nowMs);
    expect(answer).toEqual({ kind: 'refused', message: expect.stringMatching(message) });
  });

  test('authenticate never throws, whatever the header and the body hold', async () => {
    const sources = await storeWithKey();
    const header = fc.option(
      fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.string().map((text) => `Basic ${text}`),
      ),
    );
    await fc.assert(
      fc.asyncProperty(header, fc.anything(), async (authorization, writeKey) => {
        expect((await authenticate(sources, authorization, { writeKey }, nowMs)).kind).toBe('refused');
      }),
    );
  });
});

describe('authenticateKey', () => {
  test('authenticateKey refuses a revoked key with the very next call', async () => {
    const sources = await storeWithKey();
    expect(await authenticateKey(sources, 'secret', nowMs)).toMatchObject({ kind: 'known' });
    await sources.revoke(source, nowMs);
    const message = `Cannot accept the write key: key ${source.keyId} was revoked; use a newer one`;
    expect(await authenticateKey(sources, 'secret', nowMs)).toEqual({ kind: 'refused', message });
  });

  test('authenticateKey accepts a key until it expires, and says when that was', async () => {
    const sources = await storeWithKey();
    await sources.expire(source, nowMs);
    expect(await authenticateKey(sources, 'secret', nowMs - 1)).toMatchObject({ kind: 'known' });
    expect(await authenticateKey(sources, 'secret', nowMs)).toEqual({
      kind: 'refused',
      message: expect.stringContaining(`${source.keyId} expired 2026-01-15T00:00:00.000Z`),
    });
  });

  test('authenticateKey refuses what a store gives under another hash than the one that was asked for', async () => {
    const sources = { find: async () => source };
    expect(await authenticateKey(sources, 'another', nowMs)).toMatchObject({ kind: 'refused' });
  });
});
