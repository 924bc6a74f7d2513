import type { Population } from '#contracts/population.ts';
import type { Relations } from '#contracts/relations.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';

/** What features are read off: one customer or account at one time. */
export type FeatureSubject = {
  readonly state: ProfileState;
  readonly nowMs: number;
  /** The snapshot that is effective at `nowMs`; null where there is none yet. */
  readonly population: Population | null;
  readonly relations: Relations;
};
