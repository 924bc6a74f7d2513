import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import { readLock } from '#domain/declaring/read-lock.ts';

const lockFile = /[/\\]retention\.lock\.json$/;

/**
 * What a function needs of the lock: the numbers. The definitions that there ever were, nine tenths of it, tell whether one was
 * edited under its old version. `cdk synth` asks that of the whole lock before anything is bundled.
 */
export function bareLock({ segments, ...lock }: RetentionLock): RetentionLock {
  return { ...lock, features: [], segments: segments.map((segment) => ({ ...segment, definition: null })) };
}

/** An esbuild plugin that leaves the definitions of `retention.lock.json` out. Fails the bundle if the lock cannot be read. */
export const bareLocks: Plugin = {
  name: 'bare-locks',
  setup(build) {
    build.onLoad({ filter: lockFile }, async ({ path }) => {
      const lock = readLock(JSON.parse(await readFile(path, 'utf8')));
      return { contents: JSON.stringify(bareLock(lock)), loader: 'json' };
    });
  },
};
