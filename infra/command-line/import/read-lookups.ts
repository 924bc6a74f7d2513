import { createHash } from 'node:crypto';
import { InvalidArgumentError } from 'commander';
import { CommandError } from '../command-error.ts';
import { type LookupTable, type LookupTables, noLookups } from '../mapping/lookup-tables.ts';
import type { Lookup, Mapping } from '../mapping/mapping.ts';
import { lookAtFile, textOf } from './open-text.ts';
import { rowsOf } from './read-rows.ts';

/** Most rows of a table that things are looked up in: it is held in memory. */
const maximumRows = 2_000_000;

/** Where the tables lie, as `--lookup NAME=FILE` says. */
export type LookupFiles = ReadonlyMap<string, string>;

/** Adds `NAME=FILE` to those that were given before. Throws if it is none. */
function addLookup(text: string, before: LookupFiles): LookupFiles {
  const at = text.indexOf('=');
  if (at < 1 || at === text.length - 1) {
    throw new InvalidArgumentError('It must be NAME=FILE, such as subscriptions=subscriptions.csv.gz.');
  }
  return new Map([...before, [text.slice(0, at), text.slice(at + 1)]]);
}

const noFiles: LookupFiles = new Map();

/** The option `--lookup NAME=FILE`, which can be given several times. */
export const lookupOption = [
  '--lookup <name=file>',
  'a file that the mapping looks things up in, by the name that it gives it; can be given several times',
  addLookup,
  noFiles,
] as const;

function positionsIn(path: string, names: readonly string[], wanted: readonly string[]): number[] {
  return wanted.map((name) => {
    const position = names.indexOf(name);
    if (position !== -1) return position;
    const has = names.map((one) => `"${one}"`).join(', ');
    throw new CommandError(
      `Cannot look things up in ${path}: it has no column "${name}" (it has: ${has}); correct the mapping or the file`,
    );
  });
}

async function readTable(
  mapping: Mapping,
  lookup: Lookup,
  path: string,
): Promise<{ table: LookupTable; hash: string }> {
  const { format } = mapping;
  if (format.kind !== 'csv' && format.kind !== 'whitespace') {
    throw new CommandError(`Cannot look things up in ${path}: only mappings for text have "lookups"`);
  }
  const hash = createHash('sha256');
  const rows = new Map<string, readonly string[]>();
  const text = textOf(path, await lookAtFile(path), mapping.encoding, { hash, onBytes: () => {} });
  let positions: readonly number[] | null = null;
  for await (const piece of rowsOf(text, format, path)) {
    for (const { cells, line } of piece) {
      if (positions === null) {
        positions = positionsIn(
          path,
          cells.map((name) => name.trim()),
          [lookup.key, ...lookup.take],
        );
        continue;
      }
      const [key = '', ...values] = positions.map((position) => cells[position]?.trim() ?? '');
      const known = rows.get(key);
      if (known !== undefined && known.join('\u001f') !== values.join('\u001f')) {
        throw new CommandError(
          `Cannot look things up in ${path}: line ${line}: ${lookup.key} "${key}" is there twice, with different values`,
        );
      }
      rows.set(key, values);
      if (rows.size > maximumRows) {
        throw new CommandError(`Cannot look things up in ${path}: it has more than ${maximumRows} rows`);
      }
    }
  }
  return { table: { columns: lookup.take, rows }, hash: hash.digest('hex') };
}

/**
 * Reads the tables that a mapping looks things up in. Throws if one is not named on the command line, one that is named is not
 * asked for, a file cannot be read, lacks a column, or says two things of one key.
 */
export async function readLookups(mapping: Mapping, files: LookupFiles): Promise<LookupTables> {
  const asked = new Set(mapping.lookups.map((lookup) => lookup.name));
  const unknown = [...files.keys()].find((name) => !asked.has(name));
  if (unknown !== undefined) {
    const names = [...asked].join(', ') || 'none';
    throw new CommandError(
      `Cannot use --lookup ${unknown}=…: the mapping "${mapping.name}" asks for no such table (it asks for: ${names})`,
    );
  }
  if (asked.size === 0) return noLookups;
  const tables = new Map<string, LookupTable>();
  const hash = createHash('sha256');
  for (const lookup of mapping.lookups) {
    const path = files.get(lookup.name);
    if (path === undefined) {
      throw new CommandError(
        `Cannot use the mapping "${mapping.name}": it looks things up in "${lookup.name}"; pass --lookup ${lookup.name}=FILE`,
      );
    }
    const read = await readTable(mapping, lookup, path);
    tables.set(lookup.name, read.table);
    hash.update(`${lookup.name}\n${read.hash}\n`);
  }
  return { tables, contentHash: hash.digest('hex') };
}
