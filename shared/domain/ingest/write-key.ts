import { hash } from 'node:crypto';

/** Hexadecimal digits of a hash that name a key to people: enough that two keys of a deployment never share them. */
const keyIdLength = 12;

/** Write key → its SHA-256 in hexadecimal, the only form in which it is stored. Keys are long and random: no salt needed. */
export function hashWriteKey(writeKey: string): string {
  return hash('sha256', writeKey, 'hex');
}

/** The id by which people speak of a write key: the beginning of its hash. */
export function keyIdOf(writeKeyHash: string): string {
  return writeKeyHash.slice(0, keyIdLength);
}
