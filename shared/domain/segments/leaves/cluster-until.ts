import type { Clustering } from '#contracts/population.ts';
import { standardised } from '#domain/population/nearest-cluster.ts';

/** A value that matters to a clustering: what it is at the start, how it moves, and the least that it can come to. */
export type MovingValue = { readonly value: number; readonly perMs: number };

const never = Number.POSITIVE_INFINITY;
const mostSteps = 64;
/** Doubles of the size of distances are this exact, amply: nearer to the border than this is on it. */
const blur = 1e-11;

/**
 * The shortest time in which the customer could come nearer to `other` than to `own`, from `values` on. The difference of the
 * two squared distances is linear in the standardised values, and each of these moves by at most |perMs| / (1 + least value) /
 * deviation; what moves towards `own` does not count.
 */
function shortestMs(
  { features }: Clustering,
  own: readonly number[],
  other: readonly number[],
  values: readonly MovingValue[],
): number {
  let margin = 0;
  let size = 1;
  let closing = 0;
  for (let index = 0; index < values.length; index += 1) {
    const feature = features[index];
    const now = values[index];
    if (feature === undefined || now === undefined) continue;
    const a = own[index] ?? 0;
    const b = other[index] ?? 0;
    const part = (a - b) * (2 * standardised(now.value, feature) - a - b);
    margin += part;
    size += Math.abs(part);
    const slope = (2 * (a - b) * now.perMs) / feature.deviation;
    // A falling value ends at nothing, where its logarithm moves fastest.
    if (slope < 0) closing -= slope / (1 + (now.perMs > 0 ? Math.max(0, now.value) : 0));
  }
  return closing === 0 ? never : Math.max(0, margin - blur * size) / closing;
}

/**
 * The first time from `nowMs` to before `endMs` at which another cluster is nearest, found by steps that are never too
 * long: each is the shortest time in which any other cluster could come nearer. With one feature that moves this is Newton's
 * method from its safe side. Where the steps grow shorter than a millisecond, each millisecond is looked at for itself; if the
 * customer is still where it was after 64 steps, that time is a lower bound and is given back.
 */
export function clusterUntilMs(
  clustering: Clustering,
  own: readonly number[],
  start: readonly MovingValue[],
  when: { readonly nowMs: number; readonly endMs: number; readonly isSameAt: (timeMs: number) => boolean },
): number {
  const { nowMs, endMs, isSameAt } = when;
  let timeMs = nowMs;
  for (let step = 0; step < mostSteps; step += 1) {
    const values = start.map(({ value, perMs }) => ({ value: value + perMs * (timeMs - nowMs), perMs }));
    let shortest = never;
    for (const { centre } of clustering.clusters) {
      if (centre !== own) shortest = Math.min(shortest, shortestMs(clustering, own, centre, values));
    }
    // One millisecond less than the whole part: what the features say may be rounded to the other side.
    const jump = Math.max(1, Math.floor(shortest) - 1);
    if (timeMs + jump >= endMs) return endMs;
    timeMs += jump;
    if (!isSameAt(timeMs)) return timeMs;
  }
  return timeMs;
}
