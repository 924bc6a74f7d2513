import type { Population } from '#contracts/population.ts';

/** The snapshot of a tenant that is effective at a time, in whatever order they are given; null before the first. */
export function populationAt(snapshots: readonly Population[], timeMs: number): Population | null {
  let found: Population | null = null;
  for (const snapshot of snapshots) {
    if (snapshot.effectiveFromMs > timeMs) continue;
    if (found === null || snapshot.effectiveFromMs > found.effectiveFromMs) found = snapshot;
  }
  return found;
}
