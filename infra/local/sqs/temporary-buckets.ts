import { tmpdir } from 'node:os';
import { openTemporaryStorage, type StorageDirectory } from '../dynamodb/temporary-storage.ts';

/**
 * A directory for the objects of buckets whose contents need not outlive the process: on the disk, because everything
 * that is ever streamed ends up in them. `release` deletes it.
 */
export const openTemporaryBuckets = (): StorageDirectory => openTemporaryStorage(tmpdir(), 'buckets');
