import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventBatchMessage } from '#contracts/queue-message.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { MessageQueue } from '#ports/message-queue.ts';
import { CommandError, messageOf } from '../command-error.ts';
import type { NamedMapping } from '../mapping/read-mapping.ts';
import type { Progress } from '../progress.ts';
import { type GatherSettings, gatherEvents } from './gather-events.ts';
import { type ImportState, importStatePath, readImportState, writeImportState } from './import-state.ts';
import { type ImportStatus, type ImportSummary, summarise } from './import-summary.ts';
import { badRowAdvice, type PreparedImport, prepareImport } from './prepare-import.ts';
import { sendEvents } from './send-events.ts';

/** Least milliseconds between two writes of how far an import has come. */
const stateIntervalMs = 500;

/** Where the events go. */
export type ImportDestination = {
  /** Stands for the deployment: another one, or a new local stack, is another import. */
  readonly deployment: string;
  readonly queue: MessageQueue<EventBatchMessage>;
  /** Waits until the queue is worked off. Says what is wrong, or null; `drained` is false if it does not wait. */
  readonly seeThrough: () => Promise<{ drained: boolean; problem: string | null }>;
};

export type ImportSettings = {
  readonly path: string;
  readonly named: NamedMapping;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  readonly asOfMs: number | null;
  readonly nowMs: number;
  readonly refuseBadRows: boolean;
  /** Send an import that was finished before once more. */
  readonly again: boolean;
  /** Null: check the file and send nothing. */
  readonly destination: ImportDestination | null;
  readonly stateDirectory: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** Makes every event once, to count them and to see that each is sound, before the first is sent. */
function survey(settings: ImportSettings, prepared: PreparedImport, gather: GatherSettings): void {
  const { tally, spool } = prepared;
  for (let partition = 0; partition < spool.partitions; partition += 1) {
    const { gathered, customers, twins } = gatherEvents(gather, spool.rows(partition));
    tally.customers += customers;
    tally.twins += twins;
    for (const one of gathered) {
      if (one.kind === 'event') tally.take(one.event.name, one.minor, one.rows);
      else {
        const line = one.rows[0]?.line ?? 0;
        if (one.kind === 'bad' && !settings.refuseBadRows) {
          throw new CommandError(`Cannot import ${settings.path}: line ${line}: ${one.detail}; ${badRowAdvice}`);
        }
        tally.refuse(one.reason, one.rows.length, line, one.detail);
      }
    }
  }
  tally.assertNothingLost();
}

/** All events in the order of sending, without the first `skip`. */
function* eventsFrom(prepared: PreparedImport, gather: GatherSettings, skip: number): Generator<CanonicalEvent> {
  let left = skip;
  for (let partition = 0; partition < prepared.spool.partitions; partition += 1) {
    for (const one of gatherEvents(gather, prepared.spool.rows(partition)).gathered) {
      if (one.kind !== 'event') continue;
      if (left > 0) left -= 1;
      else yield one.event;
    }
  }
}

/** Sends what is not sent yet, and remembers how far it came, also when it fails. */
async function sendRest(
  settings: ImportSettings,
  destination: ImportDestination,
  prepared: PreparedImport,
  gather: GatherSettings,
  correlationId: string,
  at: { path: string; state: ImportState },
): Promise<ImportState> {
  let state = at.state;
  let savedMs = performance.now();
  writeImportState(at.path, state);
  settings.progress.begin('Sending', 'events', state.events);
  settings.progress.advance(state.acknowledged);
  const { queue } = destination;
  const { tenant, asOfMs, signal } = settings;
  try {
    const onAcknowledged = (count: number) => {
      state = { ...state, acknowledged: state.acknowledged + count };
      settings.progress.advance(count);
      if (performance.now() - savedMs < stateIntervalMs) return;
      savedMs = performance.now();
      writeImportState(at.path, state);
    };
    await sendEvents(
      { queue, tenant, correlationId, clock: { mode: 'replay', asOfMs }, signal, onAcknowledged },
      eventsFrom(prepared, gather, state.acknowledged),
    );
  } catch (error) {
    throw new CommandError(
      `Cannot send the events of ${settings.path}: ${messageOf(error)}; ${state.acknowledged} of ${state.events} are sent, run the same command again to go on`,
    );
  } finally {
    const status = state.acknowledged === state.events ? 'finished' : 'running';
    state = { ...state, status };
    writeImportState(at.path, state);
    settings.progress.end();
  }
  return state;
}

function stateOf(settings: ImportSettings, destination: ImportDestination, prepared: PreparedImport) {
  const { tenant, asOfMs, refuseBadRows, named, nowMs } = settings;
  const { deployment } = destination;
  const identity = {
    fileHash: prepared.fileHash,
    mappingHash: named.contentHash,
    tenant,
    deployment,
    asOfMs,
    refuseBadRows,
  };
  const path = importStatePath(settings.stateDirectory, identity);
  const known = readImportState(path);
  const isOver = known?.status === 'finished' && settings.again;
  const fresh: ImportState = {
    schemaVersion: 1,
    file: settings.path,
    mapping: named.mapping.name,
    tenant,
    deployment,
    status: 'running',
    events: 0,
    acknowledged: 0,
    limitMs: asOfMs ?? nowMs,
    attemptMs: nowMs,
  };
  return { path, state: known === null || isOver ? fresh : known };
}

/**
 * Imports a file: checks all of it, then sends it, going on where an earlier attempt stopped. Throws, with nothing sent,
 * if anything about the file is wrong; and, with the place remembered, if sending fails.
 */
export async function runImport(settings: ImportSettings): Promise<ImportSummary> {
  const startedMs = performance.now();
  const { path, named, tenant, plan, asOfMs, nowMs, destination } = settings;
  const { mapping } = named;
  const prepared = await prepareImport({ ...settings, mapping });
  try {
    const at = destination === null ? null : stateOf(settings, destination, prepared);
    const gather: GatherSettings = {
      mapping,
      tenant,
      plan,
      receivedMs: nowMs,
      limitMs: at?.state.limitMs ?? asOfMs ?? nowMs,
    };
    survey(settings, prepared, gather);
    const correlationId = `import/${mapping.name}/${prepared.fileHash.slice(0, 12)}`;
    const done = (
      status: ImportStatus,
      before: number,
      events: number,
      end: { drained: boolean; problem: string | null },
    ) => {
      const seconds = Math.round(performance.now() - startedMs) / 1000;
      const about = { status, file: path, tenant, asOfMs, correlationId, sent: { events, before }, ...end, seconds };
      return summarise(prepared.tally, mapping, about);
    };
    const nothing = { drained: false, problem: null };
    if (destination === null || at === null) return done('checked only', 0, 0, nothing);
    const events = prepared.tally.eventCount;
    if (at.state.status === 'finished') return done('already imported', at.state.acknowledged, 0, nothing);
    const before = at.state.acknowledged;
    const from = { path: at.path, state: { ...at.state, events, attemptMs: nowMs } };
    const sent = (await sendRest(settings, destination, prepared, gather, correlationId, from)).acknowledged - before;
    if (before + sent < events) return done('interrupted', before, sent, nothing);
    return done('finished', before, sent, await destination.seeThrough());
  } finally {
    prepared.spool.remove();
  }
}
