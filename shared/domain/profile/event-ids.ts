import { hash } from 'node:crypto';

/** Bytes of one remembered event id: two different ids of one customer collide once in 2^64 pairs. */
export const eventIdHashBytes = 8;

/** Ids that the profile item itself remembers before the older half goes to a page. */
export const recentEventIdsKept = 32;

/** How many of the oldest ids leave the item when it is full; fixed, so that a page's content is determined by its index. */
export const eventIdsPerPage = 16;

/** Event id → 16 hexadecimal digits (the first 8 bytes of SHA-256). */
export function eventIdHash(eventId: string): string {
  return hash('sha256', eventId, 'hex').slice(0, eventIdHashBytes * 2);
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
