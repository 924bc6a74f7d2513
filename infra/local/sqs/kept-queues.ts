import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Prepares queues that were kept on disk for a new process: their URLs get the new address, and messages that were in
 * flight become visible, since nobody who received them is alive.
 */
export const adoptKeptQueues = (directory: string, urlPrefix: string): void => {
  const path = join(directory, 'fauxqs.db');
  if (!existsSync(path)) return;
  const database = new DatabaseSync(path);
  try {
    database.prepare('UPDATE sqs_queues SET url = ? || name').run(urlPrefix);
    database.exec('UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL');
  } finally {
    database.close();
  }
};
