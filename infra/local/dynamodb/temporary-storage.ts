import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { removeAbandonedStorage, type StoredKind, storagePrefix } from './abandoned-storage.ts';

/** Where something is stored, and how to be done with it. */
export type StorageDirectory = { readonly path: string; readonly release: () => void };

/** A new directory inside another, for what need not outlive the process: `release` deletes it. `what` is part of its name. */
export const openTemporaryStorage = (parentDirectory: string, what: StoredKind = 'dynamodb'): StorageDirectory => {
  removeAbandonedStorage(parentDirectory);
  const path = mkdtempSync(join(parentDirectory, storagePrefix(process.pid, what)));
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
