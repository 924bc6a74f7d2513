import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as z from 'zod';
import { writeOrderFiles } from './order-files.ts';

/** Customers of the files, however large they are. */
const customers = 100_000;

const child = fileURLToPath(new URL('./import-child.ts', import.meta.url));
const bareSchema = z.object({ rows: z.int(), seconds: z.number(), residentMegabytes: z.number() });
const importSchema = bareSchema.extend({ events: z.int(), checkSeconds: z.number(), sendSeconds: z.number() });

/**
 * Figures of an import of order lines into a queue that takes everything at once, beside a bare reader of the files.
 */
export type ImportFigures = {
  readonly megabytes: number;
  readonly rows: number;
  readonly events: number;
  /** Read, mapped, set aside, made into events and checked: all that `--dry-run` does. */
  readonly checkedRowsPerSecond: number;
  readonly checkedMegabytesPerSecond: number;
  readonly sentEventsPerSecond: number;
  /** Read, unpacked and cut into cells by the same parser, and no more. */
  readonly bareRowsPerSecond: number;
  /** Speed of the check as a share of the bare reader. */
  readonly shareOfBare: number;
  /** The most memory that the process had, Node included. */
  readonly residentMegabytes: number;
};

async function runChild(words: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [child, ...words]);
  return JSON.parse(stdout);
}

/** Measures an import of so many megabytes of text, half of them gzipped, each part in a process of its own. */
export async function measureImport(megabytes: number): Promise<ImportFigures> {
  const directory = await mkdtemp(join(tmpdir(), 'holdfast-bench-'));
  try {
    const paths = await writeOrderFiles(directory, megabytes * 1_000_000, customers);
    const bare = bareSchema.parse(await runChild(['bare', directory, ...paths]));
    const made = importSchema.parse(await runChild(['import', directory, ...paths]));
    if (made.rows !== bare.rows) throw new Error(`Cannot measure: ${made.rows} of ${bare.rows} rows were imported`);
    const checkedRowsPerSecond = made.rows / made.checkSeconds;
    return {
      megabytes,
      rows: made.rows,
      events: made.events,
      checkedRowsPerSecond: Math.round(checkedRowsPerSecond),
      checkedMegabytesPerSecond: megabytes / made.checkSeconds,
      sentEventsPerSecond: Math.round(made.events / made.sendSeconds),
      bareRowsPerSecond: Math.round(bare.rows / bare.seconds),
      shareOfBare: checkedRowsPerSecond / (bare.rows / bare.seconds),
      residentMegabytes: made.residentMegabytes,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
