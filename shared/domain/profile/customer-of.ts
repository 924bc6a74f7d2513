import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';

/** Whose event it is: the user's, or while the user is not known, the anonymous visitor's; null if it names neither. */
export function customerOf(event: Pick<CanonicalEvent, 'userId' | 'anonymousId'>): string | null {
  if (event.userId !== null) return event.userId;
  return event.anonymousId === null ? null : `${anonymousPrefix}${event.anonymousId}`;
}
