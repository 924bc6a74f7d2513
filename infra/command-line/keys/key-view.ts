import type { Source } from '#contracts/source.ts';
import { isoTime } from '#contracts/time.ts';
import { type KeyState, keyStateOf } from '#domain/ingest/key-state.ts';

/** A write key as people see it: everything about it but the key, and its hash. Times are ISO. */
export type KeyView = {
  readonly keyId: string;
  readonly source: string;
  readonly tenant: string;
  readonly created: string;
  readonly state: KeyState;
  /** When it expires or expired by itself; null: never. */
  readonly expires: string | null;
  readonly revoked: string | null;
};

/** What may be shown of a write key, as it stands at `nowMs`. */
export function keyView(source: Source, nowMs: number): KeyView {
  const { keyId, name, tenant, createdMs, expiresMs, revokedMs } = source;
  return {
    keyId,
    source: name,
    tenant,
    created: isoTime(createdMs),
    state: keyStateOf(source, nowMs),
    expires: expiresMs === null ? null : isoTime(expiresMs),
    revoked: revokedMs === null ? null : isoTime(revokedMs),
  };
}
