import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

const prefix = 'run-';

/**
 * Makes a directory for this run alone, inside the project so that bundles find its packages; removes those of runs that
 * were killed before they could.
 */
export async function makeRunDirectory(base: string, processId: number): Promise<string> {
  await mkdir(base, { recursive: true });
  for (const name of await readdir(base)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN;
    if (Number.isInteger(owner) && !isRunning(owner)) await rm(join(base, name), { recursive: true, force: true });
  }
  const directory = join(base, `${prefix}${processId}`);
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory);
  return directory;
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
