import { mkdirSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTemporaryStorage, type StorageDirectory } from './temporary-storage.ts';

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
  return openTemporaryStorage(parentDirectory);
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
