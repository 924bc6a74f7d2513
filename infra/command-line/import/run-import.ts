import { hash } from 'node:crypto';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import { CommandError } from '../command-error.ts';
import type { NamedMapping } from '../mapping/read-mapping.ts';
import type { Progress } from '../progress.ts';
import { CustomerSpool } from './customer-spool.ts';
import { filesLabel, findFiles } from './find-files.ts';
import { gatherer } from './gatherer.ts';
import { importSource } from './import-source.ts';
import { type ImportState, importStatePath, readImportState } from './import-state.ts';
import { type ImportStatus, type ImportSummary, summarise } from './import-summary.ts';
import { ImportTally } from './import-tally.ts';
import type { Place } from './place.ts';
import type { LookupFiles } from './read-lookups.ts';
import { sendRest } from './send-rest.ts';
import { type SetAside, setAside } from './set-aside.ts';
import { eventsFrom, type Survey, survey } from './survey.ts';

/** Whether a queue was seen to be worked off, and what is wrong, or null. */
type Drained = { readonly drained: boolean; readonly problem: string | null };

/** Where the events go. */
export type ImportDestination = {
  /** Stands for the deployment: another one, or a new local stack, is another import. */
  readonly deployment: string;
  readonly queue: MessageQueue<EventBatchMessage>;
  /** Waits until the queue is worked off; `drained` is false if it does not wait. */
  readonly seeThrough: () => Promise<Drained>;
};

export type ImportSettings = {
  /** Paths, directories and globs. */
  readonly paths: readonly string[];
  readonly named: NamedMapping;
  /** Where the tables lie that the mapping looks things up in. */
  readonly lookups: LookupFiles;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  readonly asOfMs: number | null;
  readonly nowMs: number;
  readonly refuseBadRows: boolean;
  /** Send an import that was finished before once more. */
  readonly again: boolean;
  /** Null: check the files and send nothing. */
  readonly destination: ImportDestination | null;
  readonly stateDirectory: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** What the message of a bad row says to do. */
const badRowAdvice = 'correct the file, or pass --refuse-bad-rows to leave such rows out';

/** The files as they were found, and what they are called. */
type Import = { readonly settings: ImportSettings; readonly paths: readonly string[]; readonly label: string };

type LeftOutRows = { readonly kind: 'refused' | 'bad'; readonly reason: string; readonly detail: string };

/** Counts rows that are left out. Throws at a bad one, unless bad ones are to be left out. */
function leaveOut({ settings, paths }: Import, tally: ImportTally, one: LeftOutRows, rows: readonly Place[]): void {
  const place = rows[0] ?? { file: 0, line: 0 };
  if (one.kind === 'bad' && !settings.refuseBadRows) {
    throw new CommandError(`Cannot import ${paths[place.file]}: line ${place.line}: ${one.detail}; ${badRowAdvice}`);
  }
  tally.refuse(one.reason, rows.length, place, one.detail);
}

/** Reads all files and counts what is left out on the way. */
async function readAll(about: Import, spool: CustomerSpool, tally: ImportTally): Promise<SetAside> {
  const { settings, paths } = about;
  const reading = setAside({ ...settings, paths, mapping: settings.named.mapping }, spool);
  for (;;) {
    const next = await reading.next();
    if (next.done) {
      tally.rowsRead = next.value.files.reduce((sum, one) => sum + one.rows, 0);
      return next.value;
    }
    for (const one of next.value) leaveOut(about, tally, one, [one.place]);
  }
}

/** Stands for the content of all files, those that things are looked up in included: of the only one its own hash. */
function contentHashOf({ files, lookupsHash }: SetAside): string {
  const hashes = [...files.map((file) => file.hash), ...(lookupsHash === '' ? [] : [lookupsHash])];
  return hashes.length === 1 ? (hashes[0] ?? '') : hash('sha256', hashes.join('\n'), 'hex');
}

/** How far the import came before, and the file that remembers it. */
function stateOf({ settings, label }: Import, destination: ImportDestination, contentHash: string) {
  const { tenant, asOfMs, refuseBadRows, named, nowMs, again } = settings;
  const { deployment } = destination;
  const mappingHash = named.contentHash;
  const identity = { contentHash, mappingHash, tenant, deployment, asOfMs, refuseBadRows };
  const path = importStatePath(settings.stateDirectory, identity);
  const known = readImportState(path);
  if (known !== null && !(known.status === 'finished' && again)) return { path, state: known };
  const state: ImportState = {
    schemaVersion: 2,
    file: label,
    mapping: named.mapping.name,
    tenant,
    deployment,
    status: 'running',
    events: 0,
    eventsHash: '',
    acknowledged: 0,
    limitMs: asOfMs ?? nowMs,
    attemptMs: nowMs,
  };
  return { path, state };
}

/** Where sending goes on: at its beginning if the events are not those of the attempt before. */
function placeIn(state: ImportState, found: Survey, nowMs: number): ImportState {
  const isSame = state.eventsHash === found.eventsHash;
  const acknowledged = isSame ? state.acknowledged : 0;
  return { ...state, events: found.events, eventsHash: found.eventsHash, acknowledged, attemptMs: nowMs };
}

async function importInto(about: Import, spool: CustomerSpool): Promise<ImportSummary> {
  const startedMs = performance.now();
  const secondsSince = (ms: number) => Math.round(performance.now() - ms) / 1000;
  const { settings, label } = about;
  const { named, tenant, plan, asOfMs, nowMs, destination, signal, progress } = settings;
  const { mapping } = named;
  const tally = new ImportTally();
  const read = await readAll(about, spool, tally);
  const contentHash = contentHashOf(read);
  const at = destination === null ? null : stateOf(about, destination, contentHash);
  const limitMs = at?.state.limitMs ?? asOfMs ?? nowMs;
  const gather = gatherer(mapping, { tenant, plan, receivedMs: nowMs, limitMs });
  const onLeftOut = (one: LeftOutRows & { rows: readonly Place[] }) => leaveOut(about, tally, one, one.rows);
  const found = await survey({ spool, gather, tally, progress, signal, onLeftOut });
  if (signal.aborted) throw new CommandError(`Cannot finish importing ${label}: interrupted; nothing was sent`);
  const checkSeconds = secondsSince(startedMs);
  const correlationId = `import/${mapping.name}/${contentHash.slice(0, 12)}`;
  const nothing: Drained = { drained: false, problem: null };
  const done = (status: ImportStatus, before: number, events: number, end = nothing) =>
    summarise(tally, mapping, {
      ...{ status, file: label, tenant, asOfMs, correlationId, sent: { events, before }, ...end },
      ...{ seconds: secondsSince(startedMs), checkSeconds, ...read },
    });
  if (destination === null || at === null) return done('checked only', 0, 0);
  const from = placeIn(at.state, found, nowMs);
  if (at.state.status === 'finished' && from.acknowledged === found.events) {
    return done('already imported', from.acknowledged, 0);
  }
  const before = from.acknowledged;
  const rest = {
    ...{ queue: destination.queue, tenant, source: importSource(mapping.name), correlationId, signal, progress, label },
    ...{ clock: { mode: 'replay', asOfMs } as const, statePath: at.path },
  };
  const reached = await sendRest(rest, from, eventsFrom({ spool, gather }, found, before));
  const sent = reached.acknowledged - before;
  if (before + sent < found.events) return done('interrupted', before, sent);
  return done('finished', before, sent, await destination.seeThrough());
}

/**
 * Imports files: checks all of them, then sends them, going on where an earlier attempt stopped. Throws, with nothing
 * sent, if anything about the files is wrong; and, with the place remembered, if sending fails.
 */
export async function runImport(settings: ImportSettings): Promise<ImportSummary> {
  const paths = await findFiles(settings.paths);
  const spool = new CustomerSpool();
  try {
    return await importInto({ settings, paths, label: filesLabel(paths) }, spool);
  } finally {
    spool.remove();
  }
}
