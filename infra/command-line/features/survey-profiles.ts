import type { ProfileRecord } from '#contracts/profile-record.ts';
import { hasAll } from '#domain/profile/cell-set.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { profileItemBytes } from '#domain/profile/item-budget.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ProfileReader } from '#ports/profile-reader.ts';
import { allItems } from '../paged.ts';
import type { Progress } from '../progress.ts';

/** Profiles that are looked at before the rest is believed to be like them. */
export const mostSurveyed = 100_000;

const profilesPerPage = 500;

/** What stored profiles hold of what is declared. */
export type ProfileSurvey = {
  /** Customers and accounts with events; without visitors who have become part of a user. */
  readonly profiles: number;
  /** Whether all were looked at. */
  readonly isWhole: boolean;
  /** Those that lack a declared cell. */
  readonly incomplete: number;
  /** Write units of writing each of these once. */
  readonly writeUnits: number;
  /** The earliest event of all; null without events. */
  readonly earliestMs: number | null;
  /** Incomplete ones whose first event is earlier than the archive begins. */
  readonly beforeArchive: number;
};

/** Whether a stored profile has not seen every event with all that is declared. */
export function isIncomplete(definitions: Pick<RetentionDefinitions, 'folding'>, record: ProfileRecord): boolean {
  const { declared } = definitions.folding[subjectOf(record.customerId)];
  return !hasAll(decodeState(record.state).complete, [...declared]);
}

function earliestOf({ totals }: ProfileState): number | null {
  const firsts = [...totals.values()].map(({ firstMs }) => firstMs);
  return firsts.length === 0 ? null : Math.min(...firsts);
}

const bytesPerWriteUnit = 1_024;

type SurveySettings = {
  readonly reader: ProfileReader;
  readonly definitions: Pick<RetentionDefinitions, 'folding'>;
  readonly tenant: string;
  /** When the first event of the archive was received, to the day; null where there is none. */
  readonly archiveFromMs: number | null;
  readonly progress: Progress;
};

/** Looks at the profiles of a tenant, at most `mostSurveyed` of them. */
export async function surveyProfiles(settings: SurveySettings): Promise<ProfileSurvey> {
  const { reader, definitions, tenant, archiveFromMs, progress } = settings;
  const found = { profiles: 0, incomplete: 0, writeUnits: 0, beforeArchive: 0 };
  let earliestMs: number | null = null;
  const take = (record: ProfileRecord) => {
    const state = decodeState(record.state);
    if (record.joined !== null || state.events === 0) return;
    found.profiles += 1;
    const firstMs = earliestOf(state);
    if (firstMs !== null) earliestMs = Math.min(firstMs, earliestMs ?? firstMs);
    if (!isIncomplete(definitions, record)) return;
    found.incomplete += 1;
    found.writeUnits += Math.ceil(profileItemBytes(record) / bytesPerWriteUnit);
    if (firstMs !== null && (archiveFromMs === null || firstMs < archiveFromMs)) found.beforeArchive += 1;
  };
  progress.begin('Looking at profiles', 'profiles', mostSurveyed);
  try {
    for await (const record of allItems((page) => reader.profiles(tenant, page), profilesPerPage)) {
      if (found.profiles >= mostSurveyed) return { ...found, isWhole: false, earliestMs };
      take(record);
      progress.advance(1);
    }
  } finally {
    progress.end();
  }
  return { ...found, isWhole: true, earliestMs };
}
