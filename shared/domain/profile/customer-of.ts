import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { accountPrefix, anonymousPrefix } from '#contracts/identifier.ts';
import type { Subject } from '#domain/features/cell.ts';
import { isUsableId, isUsableUserId } from './usable-id.ts';

/** The ids that an event names. */
export type EventIds = Pick<CanonicalEvent, 'userId' | 'anonymousId'>;

/**
 * Whose event it is: the user's, or while the user is not known, the anonymous visitor's; null if it names neither. An id that
 * can mean nobody in particular counts as none.
 */
export function customerOf({ userId, anonymousId }: EventIds): string | null {
  if (userId !== null && isUsableUserId(userId)) return userId;
  return anonymousId === null || !isUsableId(anonymousId) ? null : `${anonymousPrefix}${anonymousId}`;
}

/** The customer id of an account, under which its traits and members lie; null if the id can mean no account in particular. */
export function accountCustomerOf(accountId: string | null): string | null {
  return accountId === null || !isUsableId(accountId) ? null : `${accountPrefix}${accountId}`;
}

/** Whether a profile is that of a customer, or that of an account: no user's id begins like an account's. */
export function subjectOf(customerId: string): Subject {
  return customerId.startsWith(accountPrefix) ? 'account' : 'customer';
}

/** The id of an account, of the customer id under which it lies. Throws on one that is no account's. */
export function accountIdOf(customerId: string): string {
  if (subjectOf(customerId) === 'account') return customerId.slice(accountPrefix.length);
  throw new Error(`Cannot read the id of an account: ${customerId} is a customer`);
}

function noneIn(field: string, id: string | null, isUsable: (id: string) => boolean): string[] {
  return id === null || isUsable(id) ? [] : [`${field} ${JSON.stringify(id)}`];
}

/** The ids of an event that count as none, each with its field. */
export function idsPassedOver({ userId, anonymousId }: EventIds): string[] {
  return [...noneIn('userId', userId, isUsableUserId), ...noneIn('anonymousId', anonymousId, isUsableId)];
}

/** Why an event belongs to no customer, in words for the one who sent it. */
export function noCustomerDetail(event: EventIds): string {
  const passedOver = idsPassedOver(event);
  if (passedOver.length === 0) return 'neither userId nor anonymousId is given';
  return `${passedOver.join(' and ')}: stands for nobody in particular, and no other id is given`;
}
