import { timingSafeEqual } from 'node:crypto';
import type { Source } from '#contracts/source.ts';
import { isoTime } from '#contracts/time.ts';
import { keyStateOf } from '#domain/ingest/key-state.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import type { SourceStore } from '#ports/source-store.ts';

/** Longest write key that is looked up. */
const maximumWriteKeyLength = 200;

/** Whose call it is; or why it is refused, in words for the one who sent it. */
export type Authentication =
  | { readonly kind: 'known'; readonly source: Source }
  | { readonly kind: 'refused'; readonly message: string };

/** The user name of Basic authentication, or null. Whatever else the header holds is no key. */
function basicKey(authorization: string | null): string | null {
  const encoded = /^basic\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1];
  if (encoded === undefined) return null;
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const separator = decoded.indexOf(':');
  return separator === -1 ? decoded : decoded.slice(0, separator);
}

/** The write key of a call: the user name of Basic authentication, else `writeKey` in the body. */
function writeKeyOf(authorization: string | null, body: { readonly writeKey?: unknown }): string {
  const fromHeader = basicKey(authorization);
  if (fromHeader !== null && fromHeader !== '') return fromHeader;
  return typeof body.writeKey === 'string' ? body.writeKey : '';
}

/** Compares two hashes in a time that does not depend on how much of them is equal. */
function isSameHash(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const refused = (why: string): Authentication => ({ kind: 'refused', message: `Cannot accept the write key: ${why}` });

/** Whose write key it is at `nowMs`. Each call asks the store anew, so that a revoked key is refused from the next on. */
export async function authenticateKey(
  sources: Pick<SourceStore, 'find'>,
  writeKey: string,
  nowMs: number,
): Promise<Authentication> {
  if (writeKey === '')
    return refused('none was sent; send it as the user name of Basic authentication or as "writeKey"');
  if (writeKey.length > maximumWriteKeyLength) return refused('it is too long to be one');
  const writeKeyHash = hashWriteKey(writeKey);
  const source = await sources.find(writeKeyHash);
  if (source === null || !isSameHash(source.writeKeyHash, writeKeyHash))
    return refused('nobody knows it; use one that `holdfast keys list` shows as active');
  const state = keyStateOf(source, nowMs);
  if (state === 'revoked') return refused(`key ${source.keyId} was revoked; use a newer one`);
  if (state === 'expired') {
    return refused(
      `key ${source.keyId} expired ${isoTime(source.expiresMs ?? nowMs)}; use the one that took its place`,
    );
  }
  return { kind: 'known', source };
}

/**
 * Whose call it is, by the write key that it carries. Throws only where the store does: a header or a body that makes no
 * sense is refused.
 */
export async function authenticate(
  sources: Pick<SourceStore, 'find'>,
  authorization: string | null,
  body: { readonly writeKey?: unknown },
  nowMs: number,
): Promise<Authentication> {
  return authenticateKey(sources, writeKeyOf(authorization, body), nowMs);
}
