import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../process-liveness.ts';

/** What temporary directories hold. */
export type StoredKind = 'dynamodb' | 'buckets';

/** The start of the name of a temporary directory that belongs to a process, by what is kept in it. */
export const storagePrefix = (processId: number, what: StoredKind = 'dynamodb'): string =>
  `holdfast-${what}-${processId}-`;

const storageName = /^holdfast-(?:dynamodb|buckets)-(\d+)-/;

/**
 * Removes the temporary directories of processes that were killed before they could clean up, and ends the engines that
 * still run on them. On a file system in memory they would hold memory until the machine restarts.
 */
export const removeAbandonedStorage = (parentDirectory: string): void => {
  for (const name of readdirSync(parentDirectory)) {
    const owner = Number(storageName.exec(name)?.[1] ?? process.pid);
    if (!isAlive(owner)) remove(join(parentDirectory, name));
  }
};

const remove = (path: string): void => {
  try {
    for (const processId of enginesOn(path)) process.kill(processId, 'SIGTERM');
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It belongs to another user, or another process removes it just now: nothing that this one needs.
  }
};

/** The processes whose command line names the directory; none where the system does not show command lines. */
const enginesOn = (path: string): readonly number[] =>
  processIds().filter((processId) => commandLine(processId).includes(`--db-path\0${path}`));

const processIds = (): readonly number[] => {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger);
  } catch {
    // Only Linux has it.
    return [];
  }
};

const commandLine = (processId: number): string => {
  try {
    return readFileSync(`/proc/${processId}/cmdline`, 'utf8');
  } catch {
    // It has just ended, or it is not ours to see.
    return '';
  }
};
