import { describe, expect, test } from 'vitest';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import type { SourceStore } from '#ports/source-store.ts';
import { startMs } from './example-records.ts';

/** What every source store does, whatever it is made of. */
export function describeSourceStore(name: string, open: () => Promise<SourceStore>): void {
  describe(name, () => {
    const source = (writeKey: string) => ({
      writeKeyHash: hashWriteKey(writeKey),
      tenant: 'shop',
      name: `web ${writeKey}`,
      createdMs: startMs,
    });

    test(`${name} find gives the source of a write key's hash, and null where none is`, async () => {
      const sources = await open();
      await sources.add(source('a'));
      await sources.add(source('b'));
      expect(await sources.find(hashWriteKey('a'))).toEqual(source('a'));
      expect(await sources.find(hashWriteKey('c'))).toBeNull();
      expect(await sources.find('a')).toBeNull();
    });

    test(`${name} add replaces the source of the same write key`, async () => {
      const sources = await open();
      await sources.add(source('a'));
      const renamed = { ...source('a'), name: 'app' };
      await sources.add(renamed);
      renamed.name = 'changed afterwards';
      expect(await sources.find(hashWriteKey('a'))).toEqual({ ...source('a'), name: 'app' });
    });
  });
}
