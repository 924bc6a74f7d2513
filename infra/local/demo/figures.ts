import type { LedgerReader } from '#ports/ledger.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import { collectPages } from '../console-server/collect-pages.ts';
import type { LiveCounts } from '../console-server/console-source.ts';
import { surveyProfiles } from './survey.ts';
import type { TransitionTally } from './transition-tally.ts';

/** The live counts, kept fresh: what the bus announces at once, what only the tables know every few seconds. */
export type Figures = {
  counts(): LiveCounts;
  /** Reads the tables now. */
  refresh(): Promise<void>;
  /** Reads the tables again and again until the signal fires. */
  keepFresh(signal: AbortSignal): Promise<void>;
};

export type FiguresOptions = {
  readonly tenant: string;
  readonly ledger: LedgerReader;
  readonly profileReader: ProfileReader;
  readonly tally: TransitionTally;
  readonly emails: () => number;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** A clock for measuring how long reading takes, in milliseconds. */
  readonly elapsedMs: () => number;
  readonly log: (message: string) => void;
};

const refreshEveryMs = 3_000;
/** Reading may take one part in so many of the time, so that a large table is read less often. */
const shareOfTime = 5;
const mostEntries = 10_000;

/** Makes the live counts of one tenant. */
export function createFigures(options: FiguresOptions): Figures {
  const { tenant, ledger, profileReader, tally } = options;
  let events = 0;
  let quarantined = 0;
  let openTasks = 0;

  const refresh = async (): Promise<void> => {
    const [survey, setAside, tasks] = await Promise.all([
      surveyProfiles(profileReader, tenant),
      collectPages((page) => ledger.quarantined(tenant, page), mostEntries),
      collectPages((page) => ledger.openTasks(tenant, page), mostEntries),
    ]);
    events = survey.eventsApplied;
    quarantined = setAside.items.length;
    openTasks = tasks.items.length;
  };

  return {
    refresh,
    counts: () => ({
      events,
      quarantined,
      openTasks,
      customers: tally.customers(),
      transitions: tally.transitions(),
      segments: tally.segments(),
      emails: options.emails(),
    }),
    keepFresh: async (signal) => {
      while (!signal.aborted) {
        const beganMs = options.elapsedMs();
        try {
          await refresh();
        } catch (error) {
          if (signal.aborted) return;
          options.log(`Cannot read the counts: ${error instanceof Error ? error.message : error}`);
        }
        const tookMs = options.elapsedMs() - beganMs;
        await options.pause(Math.max(refreshEveryMs, tookMs * shareOfTime));
      }
    },
  };
}
