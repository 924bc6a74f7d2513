import type { SurveyProgressStore } from '#ports/survey-progress-store.ts';
import {
  censusItems,
  censusOfItems,
  parseProgressItem,
  partSortKey,
  progressItem,
  progressSortKey,
  surveyPartition,
} from '../aws/survey-items.ts';
import type { MemoryTable } from './memory-table.ts';

/** The progress of the survey, in a ledger table in memory. */
export function createMemorySurveyProgressStore(table: MemoryTable): SurveyProgressStore {
  return {
    async load() {
      const item = table.get(surveyPartition, progressSortKey);
      if (item === null) return null;
      const { progress, parts } = parseProgressItem(item);
      const sortKeys = Array.from({ length: parts?.count ?? 0 }, (_, index) =>
        partSortKey(parts?.content ?? '', index),
      );
      return { progress, census: censusOfItems(sortKeys.map((sortKey) => table.get(surveyPartition, sortKey))) };
    },
    async save(survey) {
      const { census, progress } = survey;
      const written = census === null ? null : censusItems(census, progress.startedMs);
      for (const item of written?.items ?? []) table.put(item);
      return table.putVersion(progressItem(survey, written?.parts ?? null), progress.version);
    },
  };
}
