import { createHash } from 'node:crypto';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { CommandError } from '../command-error.ts';
import type { ImportMapping, ItemMapping } from '../mapping/item-mapping.ts';
import { type LookupTables, noLookups } from '../mapping/lookup-tables.ts';
import { columnsOf, type Mapping } from '../mapping/mapping.ts';
import type { Progress } from '../progress.ts';
import type { CustomerSpool } from './customer-spool.ts';
import { filesLabel } from './find-files.ts';
import { lookAtFile, type Meter, type OpenedFile, textOf } from './open-text.ts';
import { openParquet } from './parquet-table.ts';
import type { Place } from './place.ts';
import { type LookupFiles, readLookups } from './read-lookups.ts';
import { linesOf, rowsOf } from './read-rows.ts';
import { rowText } from './row-text.ts';
import { takeItems } from './take-items.ts';
import { SeenColumns, takeObjects } from './take-objects.ts';
import { type Table, takeRows } from './take-rows.ts';
import type { Taken } from './taken.ts';

export type SetAsideSettings = {
  readonly paths: readonly string[];
  readonly mapping: ImportMapping;
  readonly lookups: LookupFiles;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  readonly nowMs: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** Rows that were left out while the files were read. */
export type LeftOut = {
  readonly kind: 'refused' | 'bad';
  readonly reason: string;
  readonly detail: string;
  readonly place: Place;
};

/** A file that was read to its end; `hash` stands for its unpacked content. */
export type ReadFile = { readonly path: string; readonly bytes: number; readonly rows: number; readonly hash: string };

/** What is known once all files are read. */
export type SetAside = {
  readonly files: readonly ReadFile[];
  /** Columns of the mapping that no line of NDJSON had. */
  readonly unseenColumns: readonly string[];
  /** Stands for the content of the tables that things were looked up in; empty where there are none. */
  readonly lookupsHash: string;
};

async function tableOf(mapping: Mapping, path: string, opened: OpenedFile, meter: Meter): Promise<Table | null> {
  const { format, columns } = mapping;
  if (opened.content === 'parquet' && format.kind !== 'ndjson') return openParquet(path, opened, meter);
  if (format.kind === 'parquet') {
    throw new CommandError(`Cannot import ${path}: it is no Parquet file (it does not begin with PAR1)`);
  }
  if (format.kind === 'ndjson') return null;
  const names = columns === 'first line' ? null : columns;
  const rows = rowsOf(textOf(path, opened, mapping.encoding, meter), format, path);
  const decimal = format.kind === 'csv' ? format.decimal : '.';
  return { names, place: 'the mapping\'s own "columns"', decimal, rows, close: async () => {} };
}

/** Makes the way from a file to what its rows come to, for the kind of mapping. */
function taker(settings: SetAsideSettings, lookups: LookupTables, seen: SeenColumns) {
  const { mapping, tenant, plan, nowMs } = settings;
  const ofItems = (items: ItemMapping, path: string, file: number, opened: OpenedFile, meter: Meter) =>
    takeItems(
      { file, mapping: items, tenant, plan, receivedMs: nowMs },
      linesOf(textOf(path, opened, items.encoding, meter), path),
    );
  if ('items' in mapping) {
    return (path: string, file: number, opened: OpenedFile, meter: Meter) =>
      ofItems(mapping, path, file, opened, meter);
  }
  const text = rowText(mapping);
  return async function* (path: string, file: number, opened: OpenedFile, meter: Meter): AsyncGenerator<Taken[]> {
    const own = { path, file, mapping, lookups, text };
    const table = await tableOf(mapping, path, opened, meter);
    if (table !== null) yield* takeRows(own, table);
    else yield* takeObjects(own, linesOf(textOf(path, opened, mapping.encoding, meter), path), seen);
  };
}

async function lookupsOf({ mapping, lookups }: SetAsideSettings): Promise<LookupTables> {
  if (!('items' in mapping)) return readLookups(mapping, lookups);
  if (lookups.size === 0) return noLookups;
  throw new CommandError(`Cannot use --lookup: the mapping "${mapping.name}" takes whole events and looks nothing up`);
}

/** A file that was read twice would count every purchase twice: nobody wants that, and it is easily done. */
function refuseTwin(known: Map<string, string>, read: ReadFile): void {
  if (read.rows === 0) return;
  const twin = known.get(read.hash);
  known.set(read.hash, read.path);
  if (twin === undefined) return;
  throw new CommandError(
    `Cannot import ${read.path}: its content is that of ${twin}, so every row would count twice; name only one of them`,
  );
}

/**
 * Reads all files, understands every row and sets it aside for its customer, in memory that does not grow with the
 * files. Yields what is left out, in the order of the files. Throws, naming the file and the line, where a file
 * cannot be read.
 */
export async function* setAside(
  settings: SetAsideSettings,
  spool: CustomerSpool,
): AsyncGenerator<readonly LeftOut[], SetAside> {
  const { paths, mapping, progress, signal } = settings;
  const opened: OpenedFile[] = [];
  for (const path of paths) opened.push(await lookAtFile(path));
  const seen = new SeenColumns('items' in mapping || mapping.format.kind !== 'ndjson' ? [] : columnsOf(mapping));
  const lookups = await lookupsOf(settings);
  const takeFile = taker(settings, lookups, seen);
  const files: ReadFile[] = [];
  const known = new Map<string, string>();
  const totalBytes = opened.reduce((sum, one) => sum + one.bytes, 0);
  progress.begin('Checking', { unit: 'rows', share: 'bytes' }, totalBytes);
  try {
    for (const [file, one] of opened.entries()) {
      const path = paths[file] ?? '';
      if (one.bytes === 0 && paths.length === 1) throw new CommandError(`Cannot import ${path}: the file is empty`);
      const hash = createHash('sha256');
      let rows = 0;
      for await (const taken of takeFile(path, file, one, { hash, onBytes: (bytes) => progress.advance(bytes) })) {
        if (signal.aborted) {
          throw new CommandError(`Cannot finish importing ${filesLabel(paths)}: interrupted; nothing was sent`);
        }
        const leftOut: LeftOut[] = [];
        for (const row of taken) {
          if (row.kind === 'kept') spool.add(row.customerId, row.text);
          else
            leftOut.push({ kind: row.kind, reason: row.reason, detail: row.detail, place: { file, line: row.line } });
        }
        rows += taken.length;
        progress.count(taken.length);
        if (leftOut.length > 0) yield leftOut;
      }
      const read = { path, bytes: one.bytes, rows, hash: hash.digest('hex') };
      refuseTwin(known, read);
      files.push(read);
    }
  } finally {
    progress.end();
  }
  return { files, unseenColumns: seen.unseen, lookupsHash: lookups.contentHash };
}
