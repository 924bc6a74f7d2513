import { randomBytes } from 'node:crypto';

/** What every write key of ours begins with, so that people and secret scanners know one when they see it. */
export const writeKeyPrefix = 'hf_';

/** Random bytes of a write key: too many to guess. */
const keyBytes = 32;

/** Makes a write key. Nothing else is like it, and nothing about it can be told from its hash. */
export function newWriteKey(): string {
  return `${writeKeyPrefix}${randomBytes(keyBytes).toString('base64url')}`;
}
