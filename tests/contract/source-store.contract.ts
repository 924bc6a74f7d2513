import { describe, expect, test } from 'vitest';
import type { Source } from '#contracts/source.ts';
import { newSource } from '#domain/ingest/new-source.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import type { SourceStore } from '#ports/source-store.ts';
import { startMs } from './example-records.ts';

/** All sources of a tenant, read in pages of two, by their names. */
async function allOf(sources: SourceStore, tenant: string): Promise<Source[]> {
  const found: Source[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<SourceStore['list']>> = await sources.list(tenant, { limit: 2, next });
    found.push(...page.items);
    next = page.next;
  } while (next !== null);
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What every source store does, whatever it is made of. */
export function describeSourceStore(name: string, open: () => Promise<SourceStore>): void {
  describe(name, () => {
    const source = (writeKey: string, tenant = 'shop') =>
      newSource({ writeKey, tenant, name: `web ${writeKey}`, createdMs: startMs });

    test(`${name} find gives the source of a write key's hash, and null where none is`, async () => {
      const sources = await open();
      expect(await sources.add(source('a'))).toBe('written');
      expect(await sources.add({ ...source('b'), expiresMs: startMs + 1, revokedMs: startMs })).toBe('written');
      expect(await sources.find(hashWriteKey('a'))).toEqual(source('a'));
      expect(await sources.find(hashWriteKey('b'))).toMatchObject({ expiresMs: startMs + 1, revokedMs: startMs });
      expect(await sources.find(hashWriteKey('c'))).toBeNull();
      expect(await sources.find('a')).toBeNull();
    });

    test(`${name} add never takes the place of a source that has the key already`, async () => {
      const sources = await open();
      await sources.add(source('a'));
      expect(await sources.add({ ...source('a', 'other'), name: 'app' })).toBe('conflict');
      expect(await sources.find(hashWriteKey('a'))).toEqual(source('a'));
    });

    test(`${name} add keeps nothing that the caller changes afterwards`, async () => {
      const sources = await open();
      const added = { ...source('a') };
      await sources.add(added);
      added.name = 'changed';
      expect(await sources.find(hashWriteKey('a'))).toEqual(source('a'));
    });

    test(`${name} list gives all sources of a tenant over its pages, and of no other tenant`, async () => {
      const sources = await open();
      const own = ['1', '2', '3', '4', '5'].map((key) => source(key));
      for (const one of own) await sources.add(one);
      for (const tenant of ['shop2', 'sho', 'Shop']) await sources.add(source(`of ${tenant}`, tenant));
      expect(await allOf(sources, 'shop')).toEqual(own);
      expect(await allOf(sources, 'sho')).toEqual([source('of sho', 'sho')]);
      expect(await allOf(sources, 'nobody')).toEqual([]);
    });

    test(`${name} expire ends a key, and never later than it ended before`, async () => {
      const sources = await open();
      const key = source('a');
      await sources.add(key);
      expect(await sources.expire(key, startMs + 20)).toEqual({ ...key, expiresMs: startMs + 20 });
      expect(await sources.expire(key, startMs + 30)).toEqual({ ...key, expiresMs: startMs + 20 });
      expect(await sources.expire(key, startMs + 10)).toEqual({ ...key, expiresMs: startMs + 10 });
      expect(await sources.find(key.writeKeyHash)).toEqual({ ...key, expiresMs: startMs + 10 });
      expect(await allOf(sources, 'shop')).toEqual([{ ...key, expiresMs: startMs + 10 }]);
    });

    test(`${name} revoke ends a key for good, and the first time stays`, async () => {
      const sources = await open();
      const key = source('a');
      await sources.add(key);
      expect(await sources.revoke(key, startMs + 1)).toEqual({ ...key, revokedMs: startMs + 1 });
      expect(await sources.revoke(key, startMs + 2)).toEqual({ ...key, revokedMs: startMs + 1 });
      expect(await sources.expire(key, startMs)).toEqual({ ...key, revokedMs: startMs + 1 });
      expect(await sources.find(key.writeKeyHash)).toEqual({ ...key, revokedMs: startMs + 1 });
    });

    test(`${name} expire and revoke leave a key of another tenant, and one that is not there, as they are`, async () => {
      const sources = await open();
      const key = source('a');
      await sources.add(key);
      const asAnother = { tenant: 'shop2', writeKeyHash: key.writeKeyHash };
      expect(await sources.expire(asAnother, startMs)).toBeNull();
      expect(await sources.revoke(asAnother, startMs)).toBeNull();
      expect(await sources.revoke(source('unknown'), startMs)).toBeNull();
      expect(await sources.find(key.writeKeyHash)).toEqual(key);
      expect(await sources.find(hashWriteKey('unknown'))).toBeNull();
    });
  });
}
