import type { Source } from '#contracts/source.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import { CommandError } from '../command-error.ts';
import { type KeyRing, keysOf } from './key-ring.ts';
import { type KeyView, keyView } from './key-view.ts';
import { writeKeyPrefix } from './new-write-key.ts';

/** Which keys: one by its id (or by itself), or all of a source. */
export type Revoked = { readonly keyId: string } | { readonly source: string };

/** Fewest characters of an id by which a key can be named. */
const leastIdLength = 6;

const whereToLook = '`holdfast keys list` shows the keys that there are';

function namedBy(given: string): (key: Source) => boolean {
  if (!given.startsWith(writeKeyPrefix)) return (key) => key.keyId.startsWith(given.toLowerCase());
  // Whoever finds a key in the open has the key, and not its id.
  const writeKeyHash = hashWriteKey(given);
  return (key) => key.writeKeyHash === writeKeyHash;
}

async function keysToRevoke(ring: KeyRing, which: Revoked): Promise<Source[]> {
  if ('source' in which) {
    const found = await keysOf(ring, which.source);
    if (found.length > 0) return found;
    throw new CommandError(`Cannot revoke keys: ${ring.tenant} has no source "${which.source}"; ${whereToLook}`);
  }
  if (which.keyId.length < leastIdLength) {
    throw new CommandError(
      `Cannot revoke the key "${which.keyId}": pass at least ${leastIdLength} characters of its id; ${whereToLook}`,
    );
  }
  const found = (await keysOf(ring, null)).filter(namedBy(which.keyId));
  if (found.length === 1) return found;
  const shown = which.keyId.startsWith(writeKeyPrefix) ? '' : ` "${which.keyId}"`;
  throw new CommandError(
    found.length === 0
      ? `Cannot revoke the key${shown}: ${ring.tenant} has no such key; ${whereToLook}`
      : `Cannot revoke the key${shown}: ${found.length} keys begin so; pass more of the id; ${whereToLook}`,
  );
}

/**
 * Revokes write keys for good: their next request is refused. One that was revoked before stays as it was.
 *
 * @throws CommandError where no key is meant, or more than one by one id.
 */
export async function revokeKeys(ring: KeyRing, which: Revoked): Promise<KeyView[]> {
  const revoked: KeyView[] = [];
  for (const key of await keysToRevoke(ring, which)) {
    const stored = await ring.sources.revoke(key, ring.nowMs);
    if (stored === null) throw new CommandError(`Cannot revoke the key ${key.keyId}: it is gone; ${whereToLook}`);
    revoked.push(keyView(stored, ring.nowMs));
  }
  return revoked;
}
