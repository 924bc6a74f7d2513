import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './process-liveness.ts';

/** Where an embedded AWS puts its files. */
export type DataDirectory = {
  /** For what is kept over a restart; undefined when nothing is. */
  readonly kept: string | undefined;
  /** For what is worth reading and need not be kept: the logs of the functions. */
  readonly logs: string;
  readonly release: () => void;
};

/**
 * Opens the data directory for this process alone; without one, everything is temporary and is deleted by `release`.
 * @throws Error when another process that is alive has it open.
 */
export const openDataDirectory = (path: string | undefined): DataDirectory => {
  if (path === undefined) {
    const temporary = mkdtempSync(join(tmpdir(), 'holdfast-'));
    return {
      kept: undefined,
      logs: join(temporary, 'logs'),
      release: () => rmSync(temporary, { recursive: true, force: true }),
    };
  }
  mkdirSync(path, { recursive: true });
  const lock = join(path, 'process-id');
  takeLock(lock, path);
  return { kept: path, logs: join(path, 'logs'), release: () => rmSync(lock, { force: true }) };
};

const takeLock = (lock: string, path: string): void => {
  for (const attempt of ['first', 'second']) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number(readFileSync(lock, 'utf8'));
      if (attempt === 'second' || isAlive(holder)) {
        throw new Error(
          `Cannot open the data directory ${path}: process ${holder} uses it; end that process or name another directory`,
          { cause: error },
        );
      }
      // Its process is gone and could not clean up.
      rmSync(lock, { force: true });
    }
  }
};
