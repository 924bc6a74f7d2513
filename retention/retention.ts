import { readLock } from '#domain/declaring/read-lock.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { declared } from './declared.ts';
import lock from './retention.lock.json' with { type: 'json' };

/** What this deployment believes, checked as a whole, with the numbers under which profiles hold it. */
export const retention = defineRetention(declared, readLock(lock));
