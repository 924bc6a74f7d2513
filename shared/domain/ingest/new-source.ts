import type { Source } from '#contracts/source.ts';
import { hashWriteKey, keyIdOf } from './write-key.ts';

/** What a source is made of. */
export type NewSource = {
  readonly writeKey: string;
  readonly tenant: string;
  readonly name: string;
  readonly createdMs: number;
};

/** A source whose write key is good until someone ends it. */
export function newSource({ writeKey, tenant, name, createdMs }: NewSource): Source {
  const writeKeyHash = hashWriteKey(writeKey);
  return { writeKeyHash, keyId: keyIdOf(writeKeyHash), tenant, name, createdMs, expiresMs: null, revokedMs: null };
}
