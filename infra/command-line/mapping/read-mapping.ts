import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '#infra/project-directory.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { type ImportMapping, parseImportMapping } from './item-mapping.ts';

/** Where the mappings of this deployment lie. */
export const mappingsDirectory = join(projectDirectory, 'retention', 'mappings');

/** Largest mapping file, in bytes: a mapping is a page of JSON, so anything larger is another file. */
const maximumMappingBytes = 256 * 1024;

export type NamedMapping = { readonly mapping: ImportMapping; readonly path: string; readonly contentHash: string };

/** The names that `--map` takes. */
export function mappingNames(directory = mappingsDirectory): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length))
    .sort();
}

function readText(given: string, path: string, directory: string): string {
  try {
    const bytes = statSync(path).size;
    if (bytes > maximumMappingBytes) {
      throw new CommandError(
        `Cannot use the mapping ${given}: it has ${bytes} bytes, a mapping has at most ${maximumMappingBytes}`,
      );
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const known = mappingNames(directory).join(', ');
    throw new CommandError(
      `Cannot read the mapping ${given}: ${messageOf(error)}; pass the path of a JSON file, or one of these names: ${known}`,
    );
  }
}

/** What is wrong at one place of a mapping. */
function problemOf({ path, message }: { readonly path: readonly PropertyKey[]; readonly message: string }): string {
  return `${path.join('.') || 'the file'}: ${message.endsWith('received undefined') ? 'is missing' : message}`;
}

/** Such a name would be lost on the way into a plain object, without a word. */
function refuseProto(name: string, value: unknown): unknown {
  if (name === '__proto__') throw new Error('"__proto__" is no name for anything in it');
  return value;
}

/**
 * Reads a mapping: a path (with a slash or `.json`), or the name of one in `retention/mappings`. Throws, naming the
 * file and the place in it, if it cannot be read or is not a mapping.
 */
export function readMapping(given: string, directory = mappingsDirectory): NamedMapping {
  const isPath = /[/\\]|\.json$/.test(given);
  const path = isPath ? given : join(directory, `${given}.json`);
  const text = readText(given, path, directory);
  let content: unknown;
  try {
    content = JSON.parse(text, refuseProto);
  } catch (error) {
    throw new CommandError(`Cannot use the mapping ${path}: it is not JSON (${messageOf(error)})`);
  }
  const parsed = parseImportMapping(content);
  if (!parsed.success) {
    const problems = parsed.error.issues.slice(0, 5).map(problemOf).join('; ');
    throw new CommandError(`Cannot use the mapping ${path}: ${problems}. docs/importing.md says what a mapping holds`);
  }
  return { mapping: parsed.data, path, contentHash: hash('sha256', JSON.stringify(parsed.data), 'hex') };
}
