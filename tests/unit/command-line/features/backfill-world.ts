import { createMemoryProfileReader } from '#adapters/memory/memory-profile-reader.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { noPopulation } from '#functions/population-cache.ts';
import { runBackfill } from '#infra/command-line/features/run-backfill.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { tenant } from '../../functions/example-events.ts';
import { createRecordingObserver } from '../../functions/recording-observer.ts';
import { createReplayWorld, type ReplayWorld } from '../replay/replay-world.ts';

/** What happens beside a backfill. */
export type Beside = {
  /** Before the backfill writes a profile, and after it has read some. */
  readonly atEachStep: () => Promise<void>;
  /** While it waits for the next round. */
  readonly whileWaiting: () => Promise<void>;
};

const nothingBeside: Beside = { atEachStep: async () => undefined, whileWaiting: async () => undefined };

/** Functions of the same deployment before and after its definitions were edited. */
export function createEditedWorld(before: RetentionDefinitions, after: RetentionDefinitions) {
  const old = createReplayWorld({ definitions: before });
  const today = createReplayWorld({ definitions: after, archive: old.archive, table: old.table });
  return { old, today };
}

function interrupted(profiles: ProfileStore, { atEachStep }: Beside): ProfileStore {
  return {
    ...profiles,
    async put(record) {
      await atEachStep();
      return profiles.put(record);
    },
    async loadMany(owners) {
      const found = await profiles.loadMany(owners);
      await atEachStep();
      return found;
    },
  };
}

/** Fills what profiles lack, with whatever happens beside it. */
export function backfillWorld(
  world: ReplayWorld,
  definitions: RetentionDefinitions,
  options: { beside?: Beside; isDry?: boolean; customer?: string; signal?: AbortSignal; waitSeconds?: number } = {},
) {
  const beside = options.beside ?? nothingBeside;
  let realMs = 0;
  const idle = { depth: async () => 0, seeThrough: async () => ({ drained: true, problem: null }) };
  return runBackfill({
    archive: world.archive,
    profiles: interrupted(world.profiles, beside),
    populations: noPopulation,
    reader: createMemoryProfileReader(world.table),
    definitions,
    tenant,
    customer: options.customer ?? null,
    destination: options.isDry === true ? null : { queue: world.sent, relations: world.relations, ...idle },
    backlog: { waiting: 0, dead: 0 },
    now: () => world.clock.nowMs,
    waitSeconds: options.waitSeconds ?? 1_000,
    roundSeconds: 10,
    realNowMs: () => realMs,
    async pause(milliseconds) {
      realMs += milliseconds;
      await beside.whileWaiting();
    },
    signal: options.signal ?? new AbortController().signal,
    progress: silentProgress,
    observer: createRecordingObserver(),
  });
}
