import { parsedOnce } from '#contracts/parsed-once.ts';
import { type RetentionLock, retentionLockSchema } from '#contracts/retention-lock.ts';

/** The content of `retention.lock.json` → the lock. Throws, saying what is wrong with it. */
export function readLock(content: unknown): RetentionLock {
  const parsed = retentionLockSchema.safeParse(content, parsedOnce);
  if (parsed.success) return parsed.data;
  const [problem] = parsed.error.issues;
  throw new Error(
    `Cannot read retention.lock.json: ${problem?.path.join('.')} ${problem?.message}; bring the file back as it was committed last`,
  );
}
