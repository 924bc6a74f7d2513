import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeAbandonedStorage, storagePrefix } from '../dynamodb/abandoned-storage.ts';

/**
 * A directory for the objects of buckets whose contents need not outlive the process: on the disk, because everything
 * that is ever streamed ends up in them. `release` deletes it.
 */
export const openTemporaryBuckets = (): { readonly path: string; readonly release: () => void } => {
  const parentDirectory = tmpdir();
  removeAbandonedStorage(parentDirectory);
  const path = mkdtempSync(join(parentDirectory, storagePrefix(process.pid, 'buckets')));
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
