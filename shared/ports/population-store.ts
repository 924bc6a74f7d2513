import type { Population } from '#contracts/population.ts';
import type { Page } from './ledger.ts';

/**
 * Keeps the snapshots of each tenant's population, all of them, for whoever asks what was known at some time. Reads see
 * every write that was acknowledged before them.
 */
export interface PopulationStore {
  /** The snapshot that is effective at a time; null before the first. */
  at(tenant: string, timeMs: number): Promise<Population | null>;
  /**
   * The snapshot that is effective at a time, if there is one, and all that take effect later, ascending; at most
   * `mostPending`.
   */
  from(tenant: string, timeMs: number): Promise<readonly Population[]>;
  /** Keeps a snapshot; it takes the place of one that takes effect at the same millisecond. */
  put(tenant: string, population: Population): Promise<void>;
  /** The latest first. */
  list(tenant: string, page: { limit: number; next: string | null }): Promise<Page<Population>>;
}

/** Bound on the snapshots that `from` gives; there is one a day, and one more for each that is asked for by hand. */
export const mostPending = 50;
