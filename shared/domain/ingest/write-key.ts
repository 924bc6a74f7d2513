import { hash } from 'node:crypto';

/** Write key → its SHA-256 in hexadecimal, the only form in which it is stored. Keys are long and random: no salt needed. */
export function hashWriteKey(writeKey: string): string {
  return hash('sha256', writeKey, 'hex');
}
