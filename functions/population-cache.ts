import type { Population } from '#contracts/population.ts';
import { populationAt } from '#domain/features/population-at.ts';
import type { Clock } from '#ports/clock.ts';
import type { PopulationStore } from '#ports/population-store.ts';

/** Tells which snapshot of a tenant is effective at a time. */
export type PopulationLookup = {
  at(tenant: string, timeMs: number): Promise<Population | null>;
};

/** For deployments none of whose features or rules compare a customer with all others: nothing is read. */
export const noPopulation: PopulationLookup = { at: () => Promise.resolve(null) };

/** So long what was read is used; then it is read again. */
const refreshMs = 5 * 60_000;

/**
 * So long it is used when it cannot be read again. Snapshots take effect `leadMs` (10 minutes) after they were written
 * at the soonest, so what was read within that time knows every one that is effective by now; the difference is for
 * clocks that differ.
 */
const staleMs = 8 * 60_000;

/** Bounds on what is remembered. */
const mostTenants = 500;
const mostPast = 1_000;

type Window = { readonly readMs: number; readonly snapshots: readonly Population[] };

const isFresh = (readMs: number, nowMs: number, mostMs = refreshMs) => nowMs >= readMs && nowMs - readMs < mostMs;

/** Puts an entry behind all others, and forgets the first where there are too many. */
function remember<Value>(entries: Map<string, Value>, key: string, value: Value, most: number): void {
  entries.delete(key);
  entries.set(key, value);
  const first = entries.keys().next();
  if (entries.size > most && first.done !== true) entries.delete(first.value);
}

/**
 * The snapshots of a process: read at most every five minutes for each tenant, and yet all processes give the same
 * answer at the same time of the clock, because a snapshot is written long before it takes effect. Only that of history
 * is written into the past, where nobody is contacted because of it; everybody knows it five minutes later. Throws what
 * the store throws where nothing recent is remembered.
 */
export function createPopulationCache(store: Pick<PopulationStore, 'at' | 'from'>, clock: Clock): PopulationLookup {
  const windows = new Map<string, Window>();
  const reading = new Map<string, Promise<Window>>();
  const past = new Map<string, { readonly readMs: number; readonly population: Population | null }>();

  async function read(tenant: string, nowMs: number): Promise<Window> {
    const window = { readMs: nowMs, snapshots: await store.from(tenant, nowMs) };
    remember(windows, tenant, window, mostTenants);
    return window;
  }

  /** One read at a time for each tenant, however many ask. */
  function readOnce(tenant: string, nowMs: number): Promise<Window> {
    const underWay = reading.get(tenant);
    if (underWay !== undefined) return underWay;
    const begun = read(tenant, nowMs).finally(() => reading.delete(tenant));
    reading.set(tenant, begun);
    return begun;
  }

  async function windowOf(tenant: string, nowMs: number): Promise<Window> {
    const known = windows.get(tenant);
    if (known !== undefined && isFresh(known.readMs, nowMs)) return known;
    try {
      return await readOnce(tenant, nowMs);
    } catch (error) {
      if (known !== undefined && isFresh(known.readMs, nowMs, staleMs)) return known;
      throw error;
    }
  }

  return {
    async at(tenant, timeMs) {
      const nowMs = clock();
      const { readMs, snapshots } = await windowOf(tenant, nowMs);
      if (timeMs >= readMs) return populationAt(snapshots, timeMs);
      const first = snapshots[0];
      if (first !== undefined && timeMs >= first.effectiveFromMs) return populationAt(snapshots, timeMs);
      const key = `${tenant}|${timeMs}`;
      const remembered = past.get(key);
      if (remembered !== undefined && isFresh(remembered.readMs, nowMs)) return remembered.population;
      const population = await store.at(tenant, timeMs);
      remember(past, key, { readMs: nowMs, population }, mostPast);
      return population;
    },
  };
}
