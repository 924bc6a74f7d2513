import type { Source } from '#contracts/source.ts';
import { type Meter, unmetered } from '#ports/meter.ts';
import type { KeyOwner, SourceStore } from '#ports/source-store.ts';
import { readUnitsOf, writeUnitsOf } from '../aws/capacity-units.ts';
import type { Item } from '../aws/item-attributes.ts';
import { itemBytes } from '../aws/item-size.ts';
import { type KeyEnd, mayEnd } from '../aws/source-changes.ts';
import { parseSourceItem, sourceItem } from '../aws/source-item.ts';
import { memoryPage } from './memory-page.ts';

const bytesOf = (item: Item | undefined): number => (item === undefined ? 0 : itemBytes(item));

/** Sources in memory. The meter counts what DynamoDB would charge. */
export function createMemorySourceStore(meter: Meter = unmetered): SourceStore {
  const items = new Map<string, Item>();

  function read(writeKeyHash: string): Item | undefined {
    const item = items.get(writeKeyHash);
    meter.count('read units', readUnitsOf(bytesOf(item), 'consistent'));
    return item;
  }

  function write(writeKeyHash: string, before: Item | undefined, item: Item, isAllowed: boolean): void {
    meter.count('write units', writeUnitsOf(Math.max(bytesOf(item), bytesOf(before))));
    if (isAllowed) items.set(writeKeyHash, item);
  }

  async function find(writeKeyHash: string): Promise<Source | null> {
    const item = read(writeKeyHash);
    return item === undefined ? null : parseSourceItem(item);
  }

  async function end({ tenant, writeKeyHash }: KeyOwner, keyEnd: KeyEnd): Promise<Source | null> {
    const item = read(writeKeyHash);
    if (item === undefined || parseSourceItem(item).tenant !== tenant) return null;
    const ended: Item = { ...item, tenant: { S: tenant }, [keyEnd.attribute]: { N: String(keyEnd.atMs) } };
    write(writeKeyHash, item, ended, mayEnd(item, keyEnd));
    return find(writeKeyHash);
  }

  return {
    find,
    async add(source) {
      const before = items.get(source.writeKeyHash);
      write(source.writeKeyHash, before, sourceItem(source), before === undefined);
      return before === undefined ? 'written' : 'conflict';
    },
    async list(tenant, request) {
      const all = [...items.values()];
      meter.count(
        'read units',
        readUnitsOf(
          all.reduce((bytes, item) => bytes + itemBytes(item), 0),
          'consistent',
        ),
      );
      const own = all.filter((item) => parseSourceItem(item).tenant === tenant);
      const page = memoryPage(own, { by: ['pk'], isAscending: true }, request);
      return { items: page.items.map(parseSourceItem), next: page.next };
    },
    expire: (key, expiresMs) => end(key, { attribute: 'expiresMs', atMs: expiresMs }),
    revoke: (key, revokedMs) => end(key, { attribute: 'revokedMs', atMs: revokedMs }),
  };
}
