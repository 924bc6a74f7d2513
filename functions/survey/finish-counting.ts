import { isoTime } from '#contracts/time.ts';
import { runningSizes } from '#domain/migrations/running-sizes.ts';
import type { GroupTally } from '#domain/population/group-tally.ts';
import { measuredGroup } from '#domain/population/measured-group.ts';
import { populationOf } from '#domain/population/population-of.ts';
import { segmentSizesOf } from '#domain/population/segment-sizes-of.ts';
import { leadMs } from '#domain/population/survey-turn.ts';
import type { SurveyDependencies } from './survey-dependencies.ts';
import { tellUnusualSizes } from './tell-unusual-sizes.ts';

/** For the writes of all tenants, which come before the lead time of the last one begins. */
const writingMs = 5 * 60_000;

/**
 * Writes a tenant's snapshot, to take effect at a time that every function hears of before. One of history takes effect
 * at the time that it was measured at, for history is judged under its own time, and nobody is contacted because of it.
 */
async function writePopulation(
  { needs, populations }: SurveyDependencies,
  tenant: string,
  groups: readonly GroupTally[],
  times: { readonly nowMs: number; readonly knownFromMs: number },
): Promise<void> {
  const measured = measuredGroup(groups);
  if (measured === undefined) return;
  // Large, and needed once a day.
  const { kmeans } = await import('ml-kmeans');
  const previous = (await populations.from(tenant, times.nowMs)).at(-1) ?? null;
  const effectiveFromMs = measured.clock === 'live' ? times.knownFromMs : measured.readMs;
  await populations.put(tenant, populationOf(kmeans, needs, measured, previous, effectiveFromMs));
}

/**
 * Writes what was counted of each tenant: the sizes of its segments, of which it tells those that are unusual, and the snapshot where something needs one.
 * Returns the time from which all functions go by the snapshots; null where there are none.
 */
export async function finishCounting(
  dependencies: SurveyDependencies,
  groups: readonly GroupTally[],
  startedMs: number,
): Promise<number | null> {
  const { definitions, needs, flows, sizes, clock, observer } = dependencies;
  const endedMs = clock();
  const knownFromMs = endedMs + writingMs + leadMs;
  for (const [tenant, own] of Map.groupBy(groups, (group) => group.tenant)) {
    const announced = runningSizes(await flows.patterns(tenant, isoTime(endedMs).slice(0, 10)));
    const counted = segmentSizesOf(definitions, own, { startedMs, endedMs }, announced);
    await sizes.put(tenant, counted);
    observer.count('SegmentSizesUnusual', await tellUnusualSizes(dependencies, tenant, counted));
    if (needs.isUsed) await writePopulation(dependencies, tenant, own, { nowMs: endedMs, knownFromMs });
  }
  return needs.isUsed ? knownFromMs : null;
}
