import type { Source } from '#contracts/source.ts';

/** Knows the sources that may send events, by the hash of their write key. */
export interface SourceStore {
  find(writeKeyHash: string): Promise<Source | null>;
  add(source: Source): Promise<void>;
}
