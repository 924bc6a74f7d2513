import { describe, expect, test } from 'vitest';
import { createMemorySourceStore } from '#adapters/memory/memory-source-store.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import { authenticateKey } from '#functions/ingest/authenticate.ts';
import { createKey } from '#infra/command-line/keys/create-key.ts';
import { type KeyRing, keysOf } from '#infra/command-line/keys/key-ring.ts';
import { keyView } from '#infra/command-line/keys/key-view.ts';
import { renderCreated, renderKeys, renderRevoked, renderRotation } from '#infra/command-line/keys/render-keys.ts';
import { revokeKeys } from '#infra/command-line/keys/revoke-keys.ts';
import { rotateKey } from '#infra/command-line/keys/rotate-key.ts';
import type { SourceStore } from '#ports/source-store.ts';

const nowMs = Date.UTC(2026, 0, 15);
const hourMs = 3_600_000;
const apiUrl = 'https://api.example.com';
const ringOf = (sources: SourceStore, tenant = 'shop', atMs = nowMs): KeyRing => ({ sources, tenant, nowMs: atMs });

/** Who a key lets in at a time: the source, or null. */
async function knownBy(sources: SourceStore, writeKey: string, atMs: number): Promise<string | null> {
  const found = await authenticateKey(sources, writeKey, atMs);
  return found.kind === 'known' ? `${found.source.tenant}/${found.source.name}` : null;
}

describe('createKey', () => {
  test('createKey stores a key that lets the source in, and nothing that tells the key', async () => {
    const sources = createMemorySourceStore();
    const created = await createKey(ringOf(sources), 'web');
    expect(await knownBy(sources, created.writeKey, nowMs)).toBe('shop/web');
    const stored = await sources.find(hashWriteKey(created.writeKey));
    expect(JSON.stringify(stored)).not.toContain(created.writeKey);
    expect(created).toMatchObject({ keyId: stored?.keyId, state: 'active', expires: null, besides: [] });
    expect(renderCreated(created, apiUrl)).toContain(`\n  ${created.writeKey}\n`);
  });

  test('createKey tells of the keys of the source that stay good', async () => {
    const ring = ringOf(createMemorySourceStore());
    const first = await createKey(ring, 'web');
    const second = await createKey(ring, 'web');
    expect(second.besides.map((key) => key.keyId)).toEqual([first.keyId]);
    expect(renderCreated(second, apiUrl)).toContain(`One older key of this source stays good: ${first.keyId}`);
  });

  test('createKey refuses a source without a name, and says what to pass', async () => {
    await expect(createKey(ringOf(createMemorySourceStore()), '')).rejects.toThrow('pass --source NAME');
  });
});

describe('keysOf', () => {
  test('keysOf gives the keys of the tenant by source, the oldest first, and of more than one page', async () => {
    const sources = createMemorySourceStore();
    for (let index = 0; index < 250; index += 1) await createKey(ringOf(sources, 'shop', nowMs - index), 'web');
    await createKey(ringOf(sources), 'app');
    await createKey(ringOf(sources, 'other'), 'web');
    const keys = await keysOf(ringOf(sources), null);
    expect([keys.length, keys[0]?.name, keys[1]?.createdMs, keys.at(-1)?.createdMs]).toEqual([
      251,
      'app',
      nowMs - 249,
      nowMs,
    ]);
    expect(await keysOf(ringOf(sources), 'app')).toHaveLength(1);
  });

  test('renderKeys shows how each key stands, and neither a key nor its hash', async () => {
    const sources = createMemorySourceStore();
    const { writeKey } = await createKey(ringOf(sources), 'web');
    const keys = (await keysOf(ringOf(sources), null)).map((key) => keyView(key, nowMs));
    const text = renderKeys('shop', null, keys) + JSON.stringify(keys);
    expect(text).toMatch(
      /^id +source +tenant +created +state\n[0-9a-f]{12} +web +shop +2026-01-15T00:00:00.000Z +active/,
    );
    expect(text).not.toContain(writeKey);
    expect(text).not.toContain(hashWriteKey(writeKey));
    expect(renderKeys('shop', 'app', [])).toBe(
      'shop has no write keys of a source "app"; make one with `holdfast keys create`.',
    );
  });
});

describe('rotateKey', () => {
  test('rotateKey lets the new key in at once, and the old one until the overlap is over', async () => {
    const sources = createMemorySourceStore();
    const old = await createKey(ringOf(sources), 'web');
    const rotation = await rotateKey(ringOf(sources), 'web', 24);
    expect(await knownBy(sources, rotation.writeKey, nowMs)).toBe('shop/web');
    expect(await knownBy(sources, old.writeKey, nowMs + 24 * hourMs - 1)).toBe('shop/web');
    expect(await knownBy(sources, old.writeKey, nowMs + 24 * hourMs)).toBeNull();
    expect(await knownBy(sources, rotation.writeKey, nowMs + 24 * hourMs)).toBe('shop/web');
    expect(rotation).toMatchObject({ overlapEnds: '2026-01-16T00:00:00.000Z', notEnded: [] });
    const text = renderRotation(rotation, apiUrl);
    expect(text).toContain('accepted until 2026-01-16T00:00:00.000Z at the latest');
    expect(text).toMatch(new RegExp(`${old.keyId} +active until 2026-01-16T00:00:00.000Z`));
  });

  test('rotateKey with no overlap refuses the old key at once', async () => {
    const sources = createMemorySourceStore();
    const old = await createKey(ringOf(sources), 'web');
    await rotateKey(ringOf(sources), 'web', 0);
    expect(await knownBy(sources, old.writeKey, nowMs)).toBeNull();
  });

  test('rotateKey leaves an earlier end, other sources and other tenants as they are', async () => {
    const sources = createMemorySourceStore();
    const first = await createKey(ringOf(sources), 'web');
    await createKey(ringOf(sources), 'app');
    await createKey(ringOf(sources, 'other'), 'web');
    const second = await rotateKey(ringOf(sources), 'web', 1);
    const third = await rotateKey(ringOf(sources), 'web', 48);
    const ends = third.older.map((key) => [key.keyId, key.expires]);
    expect(ends).toEqual(
      [
        [first.keyId, '2026-01-15T01:00:00.000Z'],
        [second.keyId, '2026-01-17T00:00:00.000Z'],
      ].sort(),
    );
    expect((await keysOf(ringOf(sources), 'app')).map((key) => key.expiresMs)).toEqual([null]);
    expect((await keysOf(ringOf(sources, 'other'), 'web')).map((key) => key.expiresMs)).toEqual([null]);
  });

  test('rotateKey refuses a source without a good key, and says what to do', async () => {
    const sources = createMemorySourceStore();
    const ring = ringOf(sources);
    await expect(rotateKey(ring, 'web', 1)).rejects.toThrow('holdfast keys create --source "web"');
    await createKey(ring, 'web');
    await revokeKeys(ring, { source: 'web' });
    await expect(rotateKey(ring, 'web', 1)).rejects.toThrow('has no such source with a key that is accepted');
    expect(await keysOf(ring, 'web')).toHaveLength(1);
  });

  test('rotateKey gives the new key also where an old one could not be given its end', async () => {
    const stored = createMemorySourceStore();
    const old = await createKey(ringOf(stored), 'web');
    const sources = { ...stored, expire: () => Promise.reject(new Error('the table is away')) };
    const rotation = await rotateKey(ringOf(sources), 'web', 1);
    expect(rotation.notEnded).toEqual([{ keyId: old.keyId, reason: 'the table is away' }]);
    expect(await knownBy(stored, rotation.writeKey, nowMs)).toBe('shop/web');
    expect(renderRotation(rotation, apiUrl)).toContain(`${old.keyId}  has NO end`);
  });
});

describe('revokeKeys', () => {
  test.each([
    ['its id', (key: { keyId: string }) => key.keyId],
    ['the beginning of its id, in capitals', (key: { keyId: string }) => key.keyId.slice(0, 8).toUpperCase()],
    ['the key itself', (key: { writeKey: string }) => key.writeKey],
  ])('revokeKeys refuses one key by %s from then on, and no other', async (_what, named) => {
    const sources = createMemorySourceStore();
    const [key, other] = [await createKey(ringOf(sources), 'web'), await createKey(ringOf(sources), 'web')];
    const revoked = await revokeKeys(ringOf(sources), { keyId: named(key) });
    expect(revoked).toMatchObject([{ keyId: key.keyId, state: 'revoked', revoked: '2026-01-15T00:00:00.000Z' }]);
    expect(await knownBy(sources, key.writeKey, nowMs)).toBeNull();
    expect(await knownBy(sources, other.writeKey, nowMs)).toBe('shop/web');
    expect(renderRevoked(revoked)).toContain(`${key.keyId}  web  revoked 2026-01-15T00:00:00.000Z`);
  });

  test('revokeKeys of a source refuses all its keys, and keeps the first time of each', async () => {
    const sources = createMemorySourceStore();
    const keys = [await createKey(ringOf(sources), 'web'), await createKey(ringOf(sources), 'web')];
    const other = await createKey(ringOf(sources, 'other'), 'web');
    await revokeKeys(ringOf(sources), { source: 'web' });
    const again = await revokeKeys(ringOf(sources, 'shop', nowMs + 1), { source: 'web' });
    expect(new Set(again.map((key) => key.revoked))).toEqual(new Set(['2026-01-15T00:00:00.000Z']));
    for (const key of keys) expect(await knownBy(sources, key.writeKey, nowMs)).toBeNull();
    expect(await knownBy(sources, other.writeKey, nowMs)).toBe('other/web');
  });

  test('revokeKeys says what to do where no key is meant, and shows no key that was passed', async () => {
    const sources = createMemorySourceStore();
    const ofOther = await createKey(ringOf(sources, 'other'), 'web');
    const ring = ringOf(sources);
    await expect(revokeKeys(ring, { keyId: 'abc' })).rejects.toThrow('pass at least 6 characters of its id');
    await expect(revokeKeys(ring, { keyId: 'abcdef' })).rejects.toThrow(
      'Cannot revoke the key "abcdef": shop has no such key; `holdfast keys list` shows the keys that there are',
    );
    await expect(revokeKeys(ring, { keyId: ofOther.keyId })).rejects.toThrow('shop has no such key');
    await expect(revokeKeys(ring, { keyId: ofOther.writeKey })).rejects.toThrow(/^Cannot revoke the key: shop has no/);
    await expect(revokeKeys(ring, { source: 'web' })).rejects.toThrow('shop has no source "web"');
    expect(await knownBy(sources, ofOther.writeKey, nowMs)).toBe('other/web');
  });
});
