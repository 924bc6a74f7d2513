import { profileItem } from '#adapters/aws/profile-item.ts';
import { readProfileItems } from '#adapters/aws/read-profile-items.ts';
import { createMemoryFlowStore } from '#adapters/memory/memory-flow-store.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryNotices } from '#adapters/memory/memory-notices.ts';
import { createMemoryPopulationStore } from '#adapters/memory/memory-population-store.ts';
import { createMemorySegmentSizeStore } from '#adapters/memory/memory-segment-size-store.ts';
import { createMemorySurveyProgressStore } from '#adapters/memory/memory-survey-progress-store.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { createSurveyHandler } from '#functions/survey/handler.ts';
import type { ProfileScan } from '#ports/profile-scan.ts';
import { retention } from '#retention/retention.ts';
import { sampleEvents } from './sample-events.ts';

/** What a survey costs a core and in memory, without the calls to AWS that it makes. */
export type SurveyFigures = {
  readonly profiles: number;
  readonly segments: number;
  readonly features: number;
  readonly seconds: number;
  readonly profilesPerSecond: number;
  /** Of `seconds`: snapshot, clusters and sizes, after the last profile. */
  readonly finishingSeconds: number;
  /** Memory at its highest, above what the process held before. */
  readonly megabytes: number;
};

const nowMs = Date.UTC(2026, 0, 1);
const differentProfiles = 2_000;
const eventsEach = 12;

/** As many profiles as one request of a scan gives: 1 MB of items of about 700 bytes. */
const profilesPerPage = 1_400;

/** Customers who differ, each with some weeks of events. */
function differentRecords(): ProfileRecord[] {
  const events = sampleEvents({ customers: differentProfiles, perCustomer: eventsEach, nowMs });
  return [...Map.groupBy(events, (event) => event.userId).entries()].flatMap(([customerId, own]) => {
    const { record } = advanceProfile(retention, {
      tenant: 'bench',
      customerId: customerId ?? '',
      record: null,
      pages: null,
      events: own,
      absorbed: [],
      told: null,
      population: null,
      clock: { mode: 'live' },
      nowMs,
      correlationId: 'bench',
      correlationIds: new Map(),
    });
    return record ?? [];
  });
}

/** A table that makes its items when it is asked for them, so that they weigh nothing. */
function computedScan(
  records: readonly ProfileRecord[],
  profiles: number,
  onPage: (end: boolean) => void,
): ProfileScan {
  return {
    async page(position) {
      const first = Number(position ?? 0);
      const length = Math.min(profilesPerPage, profiles - first);
      const items = Array.from({ length }, (_, index) => {
        const number = first + index;
        const record = records[number % records.length];
        if (record === undefined) throw new Error('Cannot measure the survey: the sample made no profiles');
        return profileItem({ ...record, customerId: `customer-${number}` });
      });
      const after = first + length;
      onPage(after === profiles);
      return {
        ...readProfileItems(items),
        next: after === profiles ? null : String(after),
        share: after / profiles,
      };
    },
  };
}

/** Measures a survey of so many profiles. */
export async function measureSurvey(profiles: number): Promise<SurveyFigures> {
  const heldBytes = process.memoryUsage().rss;
  let [mostBytes, endedMs] = [heldBytes, 0];
  const ledger = createMemoryLedgerTable();
  const survey = createSurveyHandler({
    definitions: retention,
    scan: computedScan(differentRecords(), profiles, (isEnd) => {
      mostBytes = Math.max(mostBytes, process.memoryUsage().rss);
      if (isEnd) endedMs = performance.now();
    }),
    populations: createMemoryPopulationStore(ledger),
    sizes: createMemorySegmentSizeStore(ledger),
    flows: createMemoryFlowStore(ledger),
    notices: createMemoryNotices(),
    progress: createMemorySurveyProgressStore(ledger),
    profileQueue: { send: async () => undefined },
    clock: () => nowMs,
    stopwatch: () => performance.now(),
    pause: async () => undefined,
    everyMs: 1,
    mostElapsedMs: Number.POSITIVE_INFINITY,
    observer: { count: () => undefined, note: () => undefined, warn: () => undefined },
  });
  const beganMs = performance.now();
  const { progress } = await survey();
  const elapsedMs = performance.now() - beganMs;
  if (progress?.seen !== profiles) throw new Error(`Cannot measure the survey: it saw ${progress?.seen} profiles`);
  return {
    profiles,
    segments: retention.segments.length,
    features: retention.features.size,
    seconds: Math.round(elapsedMs / 10) / 100,
    profilesPerSecond: Math.round((profiles * 1_000) / elapsedMs),
    finishingSeconds: Math.round((beganMs + elapsedMs - endedMs) / 10) / 100,
    megabytes: Math.round((Math.max(mostBytes, process.memoryUsage().rss) - heldBytes) / 1_048_576),
  };
}
