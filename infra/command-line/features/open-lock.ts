import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import { readLock } from '#domain/declaring/read-lock.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { lockText } from './lock-text.ts';

/** Where the numbers of everything declared are kept, from the root of the project. */
export const lockFile = 'retention/retention.lock.json';

export function lockPath(directory = projectDirectory): string {
  return join(directory, lockFile);
}

/** Reads the lock from the disk. Throws if it is not there, or was mended by hand into something else. */
export function openLock(path = lockPath()): RetentionLock {
  try {
    return readLock(JSON.parse(readFileSync(path, 'utf8')));
  } catch (error) {
    throw new CommandError(
      `Cannot open ${lockFile}: ${messageOf(error)}; profiles are read by its numbers, so take it from version control again`,
    );
  }
}

/** Writes the lock, whole or not at all. */
export function writeLock(lock: RetentionLock, path = lockPath()): void {
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, lockText(lock));
  renameSync(next, path);
}
