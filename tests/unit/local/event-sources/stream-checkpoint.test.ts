import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openStreamCheckpoint } from '#infra/local/event-sources/stream-checkpoint.ts';

const temporaryPath = (): string => {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-checkpoint-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'inner', 'mapping.json');
};

test('openStreamCheckpoint finds what was flushed before', () => {
  const path = temporaryPath();
  const first = openStreamCheckpoint(path);
  first.set('shard', '41');
  expect(first.get('shard')).toBe('41');
  expect(first.kept('shard')).toBeUndefined();
  first.flush();
  expect(first.kept('shard')).toBe('41');
  expect(openStreamCheckpoint(path).get('shard')).toBe('41');
});

test('openStreamCheckpoint refuses a file that is not one, by its path', () => {
  const path = temporaryPath();
  openStreamCheckpoint(path).flush();
  writeFileSync(path, '[1');
  expect(() => openStreamCheckpoint(path)).toThrow(`Cannot read the position in a stream: ${path}`);
});

test('openStreamCheckpoint without a path keeps positions in memory', () => {
  const checkpoint = openStreamCheckpoint(undefined);
  checkpoint.set('shard', '7');
  checkpoint.flush();
  expect(checkpoint.kept('shard')).toBe('7');
});
