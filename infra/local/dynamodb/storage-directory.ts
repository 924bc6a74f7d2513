import { mkdirSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandonedStorage, storagePrefix } from './abandoned-storage.ts';

/** Where the database's file is, and how to be done with it. */
export type StorageDirectory = { readonly path: string; readonly release: () => void };

const memoryFileSystem = '/dev/shm';
const leastFreeBytes = 2 * 1024 ** 3;

/**
 * The directory of the database: inside the data directory when data is kept, else a new one that `release` deletes.
 *
 * Never the engine's memory mode, which slows down with every stream record (from 670 to 128 writes/s within 30,000
 * writes, where a file with an index keeps 3,000). A file system in memory spares the disk's flush after each write and
 * doubles that, where there is one with room.
 */
export const openStorageDirectory = (dataDirectory: string | undefined): StorageDirectory => {
  if (dataDirectory !== undefined) {
    const path = join(dataDirectory, 'dynamodb');
    mkdirSync(path, { recursive: true });
    return { path, release: () => undefined };
  }
  const parentDirectory = hasRoom(memoryFileSystem) ? memoryFileSystem : tmpdir();
  removeAbandonedStorage(parentDirectory);
  const path = mkdtempSync(join(parentDirectory, storagePrefix(process.pid)));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  // Also where the process ends without having stopped the embedded AWS.
  process.once('exit', remove);
  return {
    path,
    release: () => {
      process.removeListener('exit', remove);
      remove();
    },
  };
};

const hasRoom = (path: string): boolean => {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= leastFreeBytes;
  } catch {
    // Only Linux has it; elsewhere the temporary directory serves.
    return false;
  }
};
