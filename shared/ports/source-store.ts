import type { Source } from '#contracts/source.ts';
import type { Page } from './ledger.ts';
import type { WriteResult } from './profile-store.ts';

/** A write key as its tenant names it: nobody ends the key of another. */
export type KeyOwner = { readonly tenant: string; readonly writeKeyHash: string };

/** Knows the sources that may send events, by the hash of their write key. */
export interface SourceStore {
  /** Sees every write that was acknowledged before: a key that was revoked is known as revoked from then on. */
  find(writeKeyHash: string): Promise<Source | null>;
  /** Adds a source; `conflict`, and nothing is written, where its key is there already, whoever has it. */
  add(source: Source): Promise<WriteResult>;
  /**
   * The sources of a tenant, page by page, in no particular order; a page may hold fewer than `limit`, even none, before the
   * end. Sees every write that was acknowledged before.
   */
  list(tenant: string, page: { limit: number; next: string | null }): Promise<Page<Source>>;
  /**
   * Ends a key at `expiresMs`; one that ends earlier, or was revoked, stays as it is. Returns the source as it is then; null where
   * the tenant has no such key.
   */
  expire(key: KeyOwner, expiresMs: number): Promise<Source | null>;
  /**
   * Revokes a key for good; the first revocation stays. Returns the source as it is then; null where the tenant has no such
   * key.
   */
  revoke(key: KeyOwner, revokedMs: number): Promise<Source | null>;
}
