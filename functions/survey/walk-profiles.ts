import type { SurveyProgress } from '#contracts/survey-progress.ts';
import type { Census } from '#domain/population/census.ts';
import { encodeCensus } from '#domain/population/census-layout.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { ScannedPage } from '#ports/profile-scan.ts';
import { needsJudging } from './look-at-profile.ts';
import type { SurveyDependencies } from './survey-dependencies.ts';
import { type PacedWaking, type WokenProfile, wakeAtAPace } from './wake-at-a-pace.ts';

/** A survey under way: where it is, and what it has counted; null in the pass that counts nothing. */
export type Survey = { readonly progress: SurveyProgress; readonly census: Census | null };

/**
 * How a pass over all profiles ended: at its end, because its time was up, or because another goes on with the survey.
 */
export type PassEnd = { readonly kind: 'end' | 'time is up' | 'taken'; readonly survey: Survey };

/** How often it is written down where a pass is, in real milliseconds: so much is done again after a crash. */
const saveEveryMs = 120_000;

/** Told after each page. */
export type OnPage = (progress: SurveyProgress) => void;

/** Writes down where a survey is. Null if another has done so since this one read it. */
export async function saveSurvey({ progress: store }: SurveyDependencies, survey: Survey): Promise<Survey | null> {
  const progress = { ...survey.progress, version: survey.progress.version + 1 };
  const census = survey.census === null ? null : encodeCensus(survey.census.groups());
  return (await store.save({ progress, census })) === 'written' ? { ...survey, progress } : null;
}

/** Counts the profiles of a page and wakes those that must be judged again. Returns how many were woken. */
async function takePage(
  dependencies: SurveyDependencies,
  census: Census | null,
  page: ScannedPage,
  pace: PacedWaking,
): Promise<number> {
  const woken: WokenProfile[] = [];
  let leftOut = 0;
  for (const record of page.records) {
    if (record.joined !== null) continue;
    const isWoken = await needsJudging(dependencies, record, dependencies.clock());
    if (isWoken) woken.push(record);
    if (census === null) continue;
    const nowMs = census.readMs(record);
    const population = await dependencies.effective.at(record.tenant, nowMs);
    const isCounted = census.count({ record, state: decodeState(record.state), nowMs, population, isWoken });
    if (!isCounted) leftOut += 1;
  }
  await pace.wake(woken);
  if (leftOut > 0) dependencies.observer.warn('Too many tenants for one survey: some are not counted', { leftOut });
  for (const { key, reason } of page.unreadable) {
    dependencies.observer.warn('Cannot read a profile; it is not counted', { key, reason });
  }
  return woken.length;
}

/** Goes through the profiles, page by page, from where the survey is to the end, or until the time is up. */
export async function walkProfiles(dependencies: SurveyDependencies, begun: Survey, onPage: OnPage): Promise<PassEnd> {
  const { scan, stopwatch, mostElapsedMs } = dependencies;
  const startedMs = stopwatch();
  const pace = wakeAtAPace(dependencies);
  let survey = begun;
  let savedMs = startedMs;
  while (true) {
    const page = await scan.page(survey.progress.position);
    const woken = await takePage(dependencies, survey.census, page, pace);
    const { progress } = survey;
    const next: SurveyProgress = {
      ...progress,
      position: page.next,
      share: page.share,
      seen: progress.seen + page.records.length,
      woken: progress.woken + woken,
      unreadable: progress.unreadable + page.unreadable.length,
    };
    survey = { ...survey, progress: next };
    onPage(next);
    if (page.next === null) return { kind: 'end', survey };
    const isTimeUp = stopwatch() - startedMs >= mostElapsedMs;
    if (!isTimeUp && stopwatch() - savedMs < saveEveryMs) continue;
    const saved = await saveSurvey(dependencies, survey);
    if (saved === null) return { kind: 'taken', survey };
    if (isTimeUp) return { kind: 'time is up', survey: saved };
    survey = saved;
    savedMs = stopwatch();
  }
}
