import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { timeMsSchema } from '#contracts/time.ts';
import { CommandError, messageOf } from '../command-error.ts';

/** What makes two imports the same one: then the later goes on where the earlier stopped. */
export type ImportIdentity = {
  /** Stands for the content of all files, in their order. */
  readonly contentHash: string;
  readonly mappingHash: string;
  readonly tenant: string;
  readonly deployment: string;
  readonly asOfMs: number | null;
  readonly refuseBadRows: boolean;
};

const importStateSchema = z.strictObject({
  schemaVersion: z.literal(2),
  file: z.string(),
  mapping: z.string(),
  tenant: z.string(),
  deployment: z.string(),
  status: z.enum(['running', 'finished']),
  events: z.int().min(0),
  /** Stands for the ids of all events in the order of sending: where they differ, a place among them means nothing. */
  eventsHash: z.string(),
  /** Events, in the order of sending, that are surely in the queue. */
  acknowledged: z.int().min(0),
  /** "Now" of the first attempt: a later attempt must draw the same line between past and future. */
  limitMs: timeMsSchema,
  /** When the latest attempt began. */
  attemptMs: timeMsSchema,
});
export type ImportState = z.infer<typeof importStateSchema>;

/** The file that remembers one import. */
export function importStatePath(directory: string, identity: ImportIdentity): string {
  const { contentHash, mappingHash, tenant, deployment, asOfMs, refuseBadRows } = identity;
  // The version is a part of the name: what an older release remembers is passed over, not taken for damage.
  const parts = [2, contentHash, mappingHash, tenant, deployment, asOfMs, refuseBadRows];
  const key = hash('sha256', JSON.stringify(parts), 'hex');
  return join(directory, `${key.slice(0, 32)}.json`);
}

/** Reads how far an import has come; null if it never began. Throws if the file is damaged. */
export function readImportState(path: string): ImportState | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new CommandError(`Cannot read how far the import has come: ${messageOf(error)}`);
  }
  try {
    return importStateSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new CommandError(
      `Cannot read how far the import has come: ${path} is damaged (${messageOf(error)}); delete it to begin anew, events that were sent before are not counted twice`,
    );
  }
}

/** Writes how far an import has come: whole or not at all. */
export function writeImportState(path: string, state: ImportState): void {
  mkdirSync(join(path, '..'), { recursive: true });
  const next = `${path}.${process.pid}.next`;
  writeFileSync(next, `${JSON.stringify(state, null, 2)}\n`);
  renameSync(next, path);
}
