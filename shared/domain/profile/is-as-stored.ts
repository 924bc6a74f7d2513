import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Verdict } from './judge-profile.ts';

function areSameBytes(a: Uint8Array, b: Uint8Array | null): boolean {
  return b !== null && a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/**
 * Whether a judgement left everything as it was stored: a judgement gives the very objects back that it did not touch. What the
 * profile counts as judged under belongs to it.
 */
export function isAsStored(
  { memberships, judged, changes }: Verdict,
  stored: Pick<ProfileRecord, 'memberships' | 'judged'>,
): boolean {
  if (changes.length > 0 || !areSameBytes(judged, stored.judged)) return false;
  const names = Object.keys(memberships);
  return (
    names.length === Object.keys(stored.memberships).length &&
    names.every((name) => memberships[name] === stored.memberships[name])
  );
}
