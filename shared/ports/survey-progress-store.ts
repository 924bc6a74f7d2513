import type { SurveyProgress } from '#contracts/survey-progress.ts';
import type { WriteResult } from './profile-store.ts';

/** Where the survey of a deployment is, and what it has counted so far; null where there is nothing, or it was lost. */
export type StoredSurvey = { readonly progress: SurveyProgress; readonly census: Uint8Array | null };

/** Keeps the progress of the one survey of a deployment, so that whoever comes next goes on with it. */
export interface SurveyProgressStore {
  load(): Promise<StoredSurvey | null>;
  /** Writes version n only over version n − 1, and version 1 only where nothing is. */
  save(survey: StoredSurvey): Promise<WriteResult>;
}

/** How long counts of a survey that nobody goes on with are kept, in seconds after it began. */
export const censusKeptSeconds = 7 * 86_400;
