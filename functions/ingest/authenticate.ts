import type { JsonObject } from '#contracts/json.ts';
import type { Source } from '#contracts/source.ts';
import { hashWriteKey } from '#domain/ingest/write-key.ts';
import type { SourceStore } from '#ports/source-store.ts';

/** Longest write key that is looked up. */
const maximumWriteKeyLength = 200;

/** The write key of a call: the user name of Basic authentication, or `writeKey` in the body. */
function writeKeyOf(authorization: string | null, body: JsonObject): string | null {
  if (authorization?.toLowerCase().startsWith('basic ')) {
    const decoded = Buffer.from(authorization.slice('basic '.length), 'base64').toString('utf8');
    const separator = decoded.indexOf(':');
    return separator === -1 ? decoded : decoded.slice(0, separator);
  }
  const inBody = body['writeKey'];
  return typeof inBody === 'string' ? inBody : null;
}

/** Finds the source that a call's write key belongs to; null if there is none. */
export async function authenticate(
  sources: SourceStore,
  authorization: string | null,
  body: JsonObject,
): Promise<Source | null> {
  const writeKey = writeKeyOf(authorization, body);
  if (writeKey === null || writeKey === '' || writeKey.length > maximumWriteKeyLength) return null;
  return sources.find(hashWriteKey(writeKey));
}
