import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Before } from './judge-profile.ts';
import { decodeState } from './state-layout.ts';

/** A stored profile as it was when it was last judged; null if there is none. Throws on a state that cannot be read. */
export function beforeOf(record: ProfileRecord | null): Before | null {
  return record === null ? null : { ...record, state: decodeState(record.state) };
}
