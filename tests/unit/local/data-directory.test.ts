import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openDataDirectory } from '#infra/local/data-directory.ts';

const temporaryDirectory = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-data-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return directory;
};

test('openDataDirectory gives a directory to one process at a time, and says which one has it', () => {
  const path = temporaryDirectory();
  const first = openDataDirectory(path);
  expect(() => openDataDirectory(path)).toThrow(
    `Cannot open the data directory ${path}: process ${process.pid} uses it`,
  );
  first.release();
  openDataDirectory(path).release();
});

test('openDataDirectory takes over from a process that is gone', () => {
  const path = temporaryDirectory();
  // Above the greatest process id of Linux.
  writeFileSync(join(path, 'process-id'), '4194305');
  openDataDirectory(path).release();
});

test('openDataDirectory without a path is temporary, and gone after its release', () => {
  const data = openDataDirectory(undefined);
  const temporary = dirname(data.logs);
  expect(data.kept).toBeUndefined();
  expect(existsSync(temporary)).toBe(true);
  data.release();
  expect(existsSync(temporary)).toBe(false);
});
