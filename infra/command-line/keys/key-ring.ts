import type { Source } from '#contracts/source.ts';
import type { SourceStore } from '#ports/source-store.ts';
import { allItems } from '../paged.ts';

/** The write keys of one tenant, and the clock that they are judged by. */
export type KeyRing = { readonly sources: SourceStore; readonly tenant: string; readonly nowMs: number };

/** Keys that one request reads. */
const keysPerPage = 100;

/** All write keys of the tenant, or of one of its sources: by source, the oldest first. */
export async function keysOf({ sources, tenant }: KeyRing, source: string | null): Promise<Source[]> {
  const found: Source[] = [];
  for await (const key of allItems((page) => sources.list(tenant, page), keysPerPage)) {
    if (source === null || key.name === source) found.push(key);
  }
  const order = (key: Source) => `${key.name}\n${String(key.createdMs).padStart(16, '0')}\n${key.keyId}`;
  return found.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
