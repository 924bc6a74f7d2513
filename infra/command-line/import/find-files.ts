import { glob, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError, messageOf } from '../command-error.ts';

/** Most files of one import. */
export const maximumFiles = 10_000;

const globForm = /[*?[\]{}]/;

/** Names that tools leave beside data (`_SUCCESS`, `.DS_Store`) and that hold none. */
function isHidden(path: string): boolean {
  return path.split(/[/\\]/).some((part) => part.startsWith('_') || (part.startsWith('.') && !/^\.+$/.test(part)));
}

async function kindOf(path: string): Promise<'file' | 'directory' | 'nothing'> {
  try {
    const status = await stat(path);
    return status.isDirectory() ? 'directory' : 'file';
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'nothing';
    throw new CommandError(`Cannot import ${path}: the file cannot be read (${messageOf(error)})`);
  }
}

async function matching(given: string, pattern: string, directory: string | null): Promise<string[]> {
  const found: string[] = [];
  const options = directory === null ? {} : { cwd: directory };
  for await (const name of glob(pattern, options)) {
    if (directory !== null && isHidden(name)) continue;
    const path = directory === null ? name : join(directory, name);
    if ((await kindOf(path)) !== 'file') continue;
    found.push(path);
    if (found.length > maximumFiles) {
      throw new CommandError(
        `Cannot import ${given}: it stands for more than ${maximumFiles} files; import them in several runs`,
      );
    }
  }
  return found;
}

async function filesOf(given: string): Promise<string[]> {
  const kind = await kindOf(given);
  if (kind === 'file') return [given];
  if (kind === 'directory') {
    const found = await matching(given, '**/*', given);
    if (found.length > 0) return found;
    throw new CommandError(
      `Cannot import ${given}: the directory holds no files (names with "." or "_" first are passed over)`,
    );
  }
  if (!globForm.test(given)) {
    throw new CommandError(
      `Cannot import ${given}: the file cannot be read (ENOENT: there is no such file); check the path`,
    );
  }
  const found = await matching(given, given, null);
  if (found.length > 0) return found;
  throw new CommandError(`Cannot import ${given}: no file matches; put the pattern in quotes and check it with ls`);
}

/**
 * Paths, directories (with everything below) and globs → the files that they stand for, each once however often it is
 * named, sorted by path. Throws if one stands for no file, or all for more than `maximumFiles`.
 */
export async function findFiles(given: readonly string[]): Promise<string[]> {
  const byRealPath = new Map<string, string>();
  for (const one of given) {
    for (const path of await filesOf(one)) {
      const real = await realpath(path);
      const known = byRealPath.get(real);
      if (known === undefined || path < known) byRealPath.set(real, path);
    }
  }
  if (byRealPath.size > maximumFiles) {
    throw new CommandError(`Cannot import ${byRealPath.size} files: at most ${maximumFiles} go into one import`);
  }
  return [...byRealPath.values()].sort((a, b) => (a < b ? -1 : 1));
}

/** How messages name the files of an import: the only one by its path, several by their number and the first. */
export function filesLabel(paths: readonly string[]): string {
  const [first = 'nothing'] = paths;
  return paths.length === 1 ? first : `${paths.length} files (${basename(first)} …)`;
}
