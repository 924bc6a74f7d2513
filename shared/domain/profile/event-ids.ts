import { hash } from 'node:crypto';
import { customerOf, type EventIds, subjectOf } from './customer-of.ts';

/** Bytes of one remembered event id: two different ids of one customer collide once in 2^64 pairs. */
export const eventIdHashBytes = 8;

/** Event id → 16 hexadecimal digits (the first 8 bytes of SHA-256). */
export function eventIdHash(eventId: string): string {
  return hash('sha256', eventId, 'hex').slice(0, eventIdHashBytes * 2);
}

/**
 * What the profile of `owner` remembers an event by: a customer by the event's id; an account by whom the event names as well,
 * because only the events of one customer have different ids.
 */
export function countedIdHash(owner: string, event: EventIds & { readonly id: string }): string {
  if (subjectOf(owner) === 'customer') return eventIdHash(event.id);
  return eventIdHash(JSON.stringify([customerOf(event), event.id]));
}

/**
 * The id under which a user's profile remembers that it has taken an anonymous profile in: the second 8 bytes of SHA-256,
 * so that no event id, however it is chosen, stands for a join.
 */
export function joinIdHash(anonymousCustomerId: string): string {
  return hash('sha256', anonymousCustomerId, 'hex').slice(eventIdHashBytes * 2, eventIdHashBytes * 4);
}

/** Packed hashes → one string each. */
export function unpackEventIds(bytes: Uint8Array): string[] {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
  const hashes: string[] = [];
  for (let at = 0; at < hex.length; at += eventIdHashBytes * 2) hashes.push(hex.slice(at, at + eventIdHashBytes * 2));
  return hashes;
}

/** Hashes → packed bytes, in the given order. */
export function packEventIds(hashes: readonly string[]): Uint8Array {
  return new Uint8Array(Buffer.from(hashes.join(''), 'hex'));
}
