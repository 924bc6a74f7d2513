import { type RelationsAsked, relationsAsked } from '#domain/profile/relations-asked.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ArchiveDays, EventArchiveReader } from '#ports/event-archive.ts';
import type { Observer } from '#ports/observer.ts';
import type { PopulationStore } from '#ports/population-store.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { CommandError, messageOf } from '../command-error.ts';
import { isIncomplete } from '../features/survey-profiles.ts';
import type { Progress } from '../progress.ts';
import { awaitJoins } from './await-joins.ts';
import { type ExaminedCustomer, type ExamineSettings, examinePartition } from './examine-partition.ts';
import { type GatheredArchive, gatherArchive } from './gather-archive.ts';
import { rebuildPartition } from './rebuild-partition.ts';
import type { ReplayDestination } from './replay-destination.ts';
import type { OwnedEvent } from './replay-spool.ts';
import { type ReplaySummary, ReplayTally } from './replay-summary.ts';
import { lostClaimOf, type SendPartitionSettings, sendPartition } from './send-partition.ts';
import { type ContestedVisitors, settleVisitors } from './settle-visitors.ts';

/** Milliseconds between two looks at visitors that are being joined. */
const lookIntervalMs = 200;

export type ReplaySettings = {
  readonly archive: EventArchiveReader;
  readonly profiles: ProfileStore;
  readonly populations: Pick<PopulationStore, 'at'>;
  readonly definitions: RetentionDefinitions;
  readonly tenant: string;
  readonly days: ArchiveDays;
  /** The only customer that is asked for, or null. */
  readonly customer: string | null;
  /** Only profiles that lack something that is declared, or all. */
  readonly only: 'incomplete' | null;
  readonly rebuild: boolean;
  /** Null: compare, and change nothing. */
  readonly destination: ReplayDestination | null;
  /** Messages with events on their way into the archive, and such as could not be written. */
  readonly backlog: { readonly waiting: number; readonly dead: number };
  readonly nowMs: number;
  readonly waitSeconds: number;
  readonly realNowMs: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told of members that are passed over because an account has too many. */
  readonly observer: Pick<Observer, 'note' | 'count'>;
};

type Work = {
  readonly settings: ReplaySettings;
  readonly gathered: GatheredArchive;
  readonly contested: ContestedVisitors;
  readonly tally: ReplayTally;
  readonly asked: RelationsAsked;
  readonly correlationId: string;
};

function examination({ settings, gathered }: Work): ExamineSettings {
  const { profiles, definitions, tenant, customer, only, rebuild, days, nowMs } = settings;
  const isWholeArchive = days.from === null && days.to === null;
  return {
    spool: gathered.spool,
    profiles,
    definitions,
    tenant,
    manner: { rebuild, isWholeArchive, nowMs },
    isChosen: (id, visitors) => customer === null || id === customer || visitors.has(customer),
    isWanted: only === null ? () => true : ({ owner }) => owner !== null && isIncomplete(definitions, owner),
  };
}

/** Customers who get events, each with what it lacks. */
type Owners = ReadonlyMap<string, ExaminedCustomer['lacks']>;

/**
 * The events of a partition that some customers lack; those that claim a visitor in vain come in the second wave.
 */
function* wave(work: Work, partition: number, owners: Owners, isSecond: boolean): Generator<OwnedEvent> {
  for (const one of work.gathered.spool.owned(partition)) {
    const lacks = owners.get(one.owner);
    if (lacks?.(one) === true && (lostClaimOf(one, work.contested) !== null) === isSecond) yield one;
  }
}

/** The customers of a partition who get events in the second wave: few, and so what they remember may stay in memory. */
function laterOwners(work: Work, partition: number, owners: Owners): Owners {
  if (work.contested.size === 0) return new Map();
  const later = new Set<string>();
  for (const { owner } of wave(work, partition, owners, true)) later.add(owner);
  return new Map([...owners].filter(([customerId]) => later.has(customerId)));
}

function sending(
  { settings, tally, asked, correlationId }: Work,
  destination: ReplayDestination,
): SendPartitionSettings {
  const { tenant, signal } = settings;
  const onAcknowledged = (count: number) => {
    tally.sentEvents += count;
  };
  return { destination, tenant, correlationId, keepsAccounts: asked.keepsAccounts, signal, onAcknowledged };
}

/**
 * Compares, and does what is to be done about, one partition after the other. Returns who gets events in the second
 * wave.
 */
async function workOff(work: Work): Promise<Map<number, Owners>> {
  const { settings, gathered, tally } = work;
  const { destination, progress, signal } = settings;
  const later = new Map<number, Owners>();
  progress.begin('Comparing', 'parts of the archive', gathered.spool.partitions);
  try {
    for (let partition = 0; partition < gathered.spool.partitions && !signal.aborted; partition += 1) {
      const examined = await examinePartition(examination(work), partition);
      for (const one of examined) tally.take(one);
      if (destination !== null) {
        await rebuildPartition(
          { ...settings, asked: work.asked, correlationId: work.correlationId, destination },
          examined,
          tally,
        );
        const sent = examined.filter(({ decision }) => decision.kind === 'send');
        const owners: Owners = new Map(sent.map(({ customerId, lacks }) => [customerId, lacks]));
        await sendPartition(sending(work, destination), wave(work, partition, owners, false));
        const others = laterOwners(work, partition, owners);
        if (others.size > 0) later.set(partition, others);
      }
      progress.advance(1);
    }
  } finally {
    progress.end();
  }
  return later;
}

/** Sends the claims that come to nothing, once the visitors that they are about belong to those who were first. */
async function sendLater(work: Work, destination: ReplayDestination, later: Map<number, Owners>): Promise<void> {
  const { settings, contested } = work;
  if (later.size === 0 || settings.signal.aborted) return;
  const visitors = new Set<string>();
  for (const [partition, owners] of later) {
    for (const one of wave(work, partition, owners, true)) {
      const visitor = lostClaimOf(one, contested);
      if (visitor !== null) visitors.add(visitor);
    }
  }
  if (settings.customer !== null) {
    const [visitor, first] = [...contested].find(([one]) => visitors.has(one)) ?? [];
    throw new CommandError(
      `Cannot send all events of ${settings.customer}: it claims ${visitors.size} visitors whom others claimed before ` +
        `and do not have yet, such as ${visitor}; replay ${first} first, or leave --customer out`,
    );
  }
  const timing = { timeoutSeconds: settings.waitSeconds, intervalMs: lookIntervalMs, nowMs: settings.realNowMs };
  if (!(await awaitJoins({ ...settings, ...timing, destination }, visitors))) {
    throw new CommandError(
      `Cannot send all events: ${visitors.size} visitors whom several users claim are not joined after ` +
        `${settings.waitSeconds} s; run the same command again to go on, or pass --wait-seconds to wait longer`,
    );
  }
  for (const [partition, owners] of later) {
    await sendPartition(sending(work, destination), wave(work, partition, owners, true));
  }
}

/**
 * Folds the archive again: compares what it gives with what is stored, sends to the event queue what profiles lack, and
 * rebuilds profiles where that is asked for. Nobody is contacted because of it. Running it again goes on where it
 * stopped, for what is done by then is identical. Throws if the archive cannot be read, or sending fails.
 */
export async function runReplay(settings: ReplaySettings): Promise<ReplaySummary> {
  const { tenant, customer, days, destination, signal, backlog } = settings;
  const startedMs = performance.now();
  const asked = relationsAsked(settings.definitions);
  const gathered = await gatherArchive({ ...settings, keepsAccounts: asked.keepsAccounts });
  const tally = new ReplayTally();
  try {
    const contested = await settleVisitors(gathered.spool, settings.profiles, tenant);
    const work = { settings, gathered, contested, tally, asked, correlationId: `replay/${settings.nowMs}` };
    const later = await workOff(work);
    if (destination !== null) await sendLater(work, destination, later);
    const nothing = { drained: false, problem: null };
    const isSent = destination !== null && tally.sentEvents > 0 && !signal.aborted;
    const end = isSent ? await destination.seeThrough() : nothing;
    const { objects, lines, nobody } = gathered;
    const archive = { objects, lines, nobody, waitingMessages: backlog.waiting, deadMessages: backlog.dead };
    const done = destination === null ? ('compared only' as const) : ('finished' as const);
    const status = signal.aborted ? 'interrupted' : done;
    const seconds = Math.round(performance.now() - startedMs) / 1_000;
    return tally.summary({ status, tenant, customer, archive, ...end, seconds }, days);
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError(
      `Cannot finish the replay: ${messageOf(error)}; ${tally.sentEvents} events are sent, run the same command again to go on`,
    );
  } finally {
    gathered.spool.remove();
  }
}
