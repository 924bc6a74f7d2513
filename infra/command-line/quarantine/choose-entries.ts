import { readFileSync } from 'node:fs';
import { isJsonObject } from '#contracts/json.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import type { Quarantine } from '#ports/quarantine.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { readMended } from './quarantine-export.ts';
import type { Candidate } from './redrive-quarantined.ts';
import { type Setting, setValue } from './set-value.ts';

/** Which entries are meant: by id, all (of a reason), or those of a mended file. */
export type Choice =
  | { readonly kind: 'ids'; readonly ids: readonly string[] }
  | { readonly kind: 'all'; readonly reason: string | null }
  | { readonly kind: 'file'; readonly path: string };

/** Most entries that one command takes on. */
const maximumEntries = 100_000;

/** Reads the choice off the words that were passed. Throws a CommandError unless exactly one way of choosing was used. */
export function choiceOf(words: {
  readonly ids: readonly string[];
  readonly all?: boolean;
  readonly reason?: string;
  readonly from?: string;
}): Choice {
  const ways = [words.ids.length > 0, words.all === true || words.reason !== undefined, words.from !== undefined];
  if (ways.filter(Boolean).length !== 1) {
    throw new CommandError(
      'Cannot tell which events to redrive: pass ids, or --all, or --reason REASON, or --from FILE',
    );
  }
  if (words.from !== undefined) return { kind: 'file', path: words.from };
  if (words.ids.length > 0) return { kind: 'ids', ids: words.ids };
  return { kind: 'all', reason: words.reason ?? null };
}

/** What was chosen, and how many lines of a file name events that are not set aside any more. */
export type Chosen = { readonly chosen: readonly Candidate[]; readonly gone: number };

/** The entry with this id. Throws a CommandError where there is none. */
export async function findEntry(
  quarantine: Pick<Quarantine, 'find'>,
  tenant: string,
  id: string,
): Promise<QuarantinedEvent> {
  const entry = await quarantine.find(tenant, id);
  if (entry !== null) return entry;
  throw new CommandError(
    `Cannot find the entry ${id}: tenant ${tenant} has none with this id (any more); see quarantine list`,
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CommandError(`Cannot read ${path}: ${messageOf(error)}; check the path`);
  }
}

function changed(entry: QuarantinedEvent, settings: readonly Setting[]): string {
  if (settings.length === 0) return entry.content;
  let content: unknown;
  try {
    content = JSON.parse(entry.content);
  } catch {
    throw new CommandError(`Cannot set a value in ${entry.id}: its content was cut; mend it in a file, see --from`);
  }
  if (!isJsonObject(content))
    throw new CommandError(`Cannot set a value in ${entry.id}: its content is no JSON object`);
  return JSON.stringify(settings.reduce(setValue, content));
}

/**
 * Finds the chosen entries, each with the content that it should have. Nothing is changed yet. Lines of a file whose events
 * are not there any more are passed over: so a redrive that was interrupted, or left something, can be run again.
 */
export async function chooseEntries(
  from: { readonly quarantine: Pick<Quarantine, 'find'>; readonly entries: AsyncIterable<QuarantinedEvent> },
  tenant: string,
  choice: Choice,
  settings: readonly Setting[],
): Promise<Chosen> {
  const chosen: Candidate[] = [];
  const add = (entry: QuarantinedEvent, mended: string) => {
    if (chosen.length === maximumEntries) {
      throw new CommandError(`Cannot redrive more than ${maximumEntries} events at once; choose by --reason or by id`);
    }
    chosen.push({ entry, mended });
  };
  if (choice.kind === 'ids') {
    for (const id of choice.ids) {
      const entry = await findEntry(from.quarantine, tenant, id);
      add(entry, changed(entry, settings));
    }
    return { chosen, gone: 0 };
  }
  if (choice.kind === 'file') {
    let gone = 0;
    for (const line of readMended(readText(choice.path), choice.path)) {
      const entry = await from.quarantine.find(tenant, line.id);
      if (entry === null) {
        gone += 1;
        continue;
      }
      const mended = typeof line.content === 'string' ? line.content : JSON.stringify(line.content);
      add(entry, changed({ ...entry, content: mended }, settings));
    }
    return { chosen, gone };
  }
  for await (const entry of from.entries) {
    if (choice.reason === null || entry.reason === choice.reason) add(entry, changed(entry, settings));
  }
  return { chosen, gone: 0 };
}
