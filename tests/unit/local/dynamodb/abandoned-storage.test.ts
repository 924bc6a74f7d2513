import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { removeAbandonedStorage, storagePrefix } from '#infra/local/dynamodb/abandoned-storage.ts';

test('removeAbandonedStorage removes what a dead process left, and nothing else', () => {
  const parent = mkdtempSync(join(tmpdir(), 'holdfast-parent-'));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  // Above the greatest process id of Linux.
  const dead = join(parent, `${storagePrefix(4_194_305)}x`);
  const own = join(parent, `${storagePrefix(process.pid)}x`);
  const other = join(parent, 'something-else');
  for (const path of [dead, own, other]) mkdirSync(path);
  removeAbandonedStorage(parent);
  expect([dead, own, other].map((path) => existsSync(path))).toEqual([false, true, true]);
});
