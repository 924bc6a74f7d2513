import type { ProfileReader } from '#ports/profile-reader.ts';
import { CommandError } from '../command-error.ts';
import type { LeaveReason } from '../replay/decide-customer.ts';
import type { ReplaySummary } from '../replay/replay-summary.ts';
import { type ReplaySettings, runReplay } from '../replay/run-replay.ts';
import { isIncomplete, surveyProfiles } from './survey-profiles.ts';

export type BackfillSettings = Omit<ReplaySettings, 'days' | 'only' | 'rebuild' | 'nowMs'> & {
  readonly reader: ProfileReader;
  /** The clock of the deployment. */
  readonly now: () => number;
  /** Between two looks at customers to whom somebody wrote, or whose last events were not archived yet. */
  readonly roundSeconds: number;
};

/** What a backfill did; with `--json`, the document on stdout. */
export type BackfillSummary = {
  readonly status: ReplaySummary['status'];
  readonly tenant: string;
  readonly customer: string | null;
  /** Customers and accounts that lacked something when it began; at least so many where not all were looked at. */
  readonly incomplete: number;
  readonly isWhole: boolean;
  /** Those that have everything now; of a dry run, those that would. */
  readonly filled: number;
  /** Why some do not have it. */
  readonly left: Readonly<Record<LeaveReason, number>>;
  readonly examples: ReplaySummary['examples'];
  readonly rounds: number;
  readonly seconds: number;
};

/** Reasons that pass by themselves: somebody wrote meanwhile, or what was counted is on its way into the archive. */
const passing = ['under way', 'archive incomplete'] as const satisfies readonly LeaveReason[];

/** Rounds without any progress after which it is not waited any longer. */
const idleRounds = 3;

const nothingLeft: Readonly<Record<LeaveReason, number>> = {
  'counted too long ago': 0,
  'copies differ': 0,
  'folds otherwise': 0,
  'partly lost': 0,
  'archive incomplete': 0,
  'under way': 0,
  'too many events at once': 0,
};

type Outcome = Pick<BackfillSummary, 'status' | 'filled' | 'left' | 'examples' | 'rounds'>;

/** Reads the archive and fills, again and again while there is something that waiting mends. */
async function fill(settings: BackfillSettings): Promise<Outcome> {
  const { destination, signal, realNowMs, waitSeconds, roundSeconds } = settings;
  const endsMs = realNowMs() + waitSeconds * 1_000;
  let filled = 0;
  let idle = 0;
  for (let rounds = 1; ; rounds += 1) {
    const days = { from: null, to: null };
    const summary = await runReplay({ ...settings, days, only: 'incomplete', rebuild: true, nowMs: settings.now() });
    const { status, rebuilt, toRebuild, left, examples } = summary;
    filled += destination === null ? toRebuild : rebuilt;
    idle = rebuilt > 0 ? 0 : idle + 1;
    const mayPass = passing.reduce((sum, reason) => sum + left[reason], 0);
    const isOver = destination === null || signal.aborted || mayPass === 0 || idle >= idleRounds;
    if (isOver || realNowMs() + roundSeconds * 1_000 > endsMs) return { status, filled, left, examples, rounds };
    await settings.pause(roundSeconds * 1_000);
  }
}

/** How many lack something: all that were looked at, or the one that is asked for. */
async function lacking({ reader, profiles, definitions, tenant, customer, progress }: BackfillSettings) {
  if (customer === null) return surveyProfiles({ reader, definitions, tenant, archiveFromMs: null, progress });
  const record = await profiles.load(tenant, customer, 'consistent');
  if (record !== null) return { incomplete: isIncomplete(definitions, record) ? 1 : 0, isWhole: true };
  throw new CommandError(
    `Cannot fill the profile of ${customer}: tenant ${tenant} has none; ids are exact, an account is account:ID`,
  );
}

/**
 * Fills, from the archive, what stored profiles lack of what is declared, while events keep coming: each profile is written
 * over the very version that was compared, and looked at again where another wrote first. Running it again goes on where it
 * stopped, for complete profiles are passed over. Throws if the archive cannot be read.
 */
export async function runBackfill(settings: BackfillSettings): Promise<BackfillSummary> {
  const startedMs = performance.now();
  const { tenant, customer, destination } = settings;
  const { incomplete, isWhole } = await lacking(settings);
  const status = destination === null ? ('compared only' as const) : ('finished' as const);
  const isDone = isWhole && incomplete === 0;
  const done = isDone ? { status, filled: 0, left: nothingLeft, examples: [], rounds: 0 } : await fill(settings);
  const seconds = Math.round(performance.now() - startedMs) / 1_000;
  return { tenant, customer, incomplete, isWhole, ...done, seconds };
}
