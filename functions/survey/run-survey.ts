import type { SurveyProgress } from '#contracts/survey-progress.ts';
import { createCensus } from '#domain/population/census.ts';
import { decodeCensus } from '#domain/population/census-layout.ts';
import { recount } from '#domain/population/measured-group.ts';
import { type SurveyTurn, surveyKey, surveyTurn } from '#domain/population/survey-turn.ts';
import type { StoredSurvey } from '#ports/survey-progress-store.ts';
import { finishCounting } from './finish-counting.ts';
import type { SurveyDependencies } from './survey-dependencies.ts';
import { type OnPage, type PassEnd, type Survey, saveSurvey, walkProfiles } from './walk-profiles.ts';

/** What one call did. `taken`: another process goes on with the survey; this one has stopped. */
export type SurveyReport = {
  readonly did: SurveyTurn['kind'] | 'taken';
  /** Whether it came to the end of the count. */
  readonly hasCounted: boolean;
  readonly progress: SurveyProgress | null;
};

/** How a call is asked to go on. */
export type SurveyRequest = { readonly isRequested: boolean; readonly onPage: OnPage };

function begunAnew(dependencies: SurveyDependencies, stored: StoredSurvey | null, key: string): Survey {
  const { definitions, needs, clock } = dependencies;
  const startedMs = clock();
  const progress: SurveyProgress = {
    schemaVersion: 1,
    version: stored?.progress.version ?? 0,
    definitions: key,
    startedMs,
    phase: 'counting',
    position: null,
    share: 0,
    effectiveFromMs: null,
    seen: 0,
    woken: 0,
    unreadable: 0,
  };
  return { progress, census: createCensus(definitions, needs, { startedMs }) };
}

function goneOn({ definitions, needs }: SurveyDependencies, { progress, census }: StoredSurvey): Survey {
  if (progress.phase !== 'counting') return { progress, census: null };
  const begun = census === null ? [] : decodeCensus(census);
  return { progress, census: createCensus(definitions, needs, { startedMs: progress.startedMs, begun }) };
}

/** The survey to walk with; null if another process has begun it at the same moment. */
async function openSurvey(
  dependencies: SurveyDependencies,
  stored: StoredSurvey | null,
  { turn, key }: { readonly turn: SurveyTurn; readonly key: string },
): Promise<Survey | null> {
  if (turn.kind === 'go on' && stored !== null) return goneOn(dependencies, stored);
  if (turn.kind === 'settle' && stored !== null) {
    const progress: SurveyProgress = { ...stored.progress, phase: 'settling', position: null, share: 0 };
    return saveSurvey(dependencies, { progress, census: null });
  }
  return saveSurvey(dependencies, begunAnew(dependencies, stored, key));
}

/**
 * What a survey is after a pass has come to its end: what was counted is written, and maybe has to take effect first;
 * or it is counted once more, where nobody knew beforehand at which time to read.
 */
async function afterPass(dependencies: SurveyDependencies, { census, progress }: Survey): Promise<Survey> {
  if (census === null) return { progress: { ...progress, phase: 'done' }, census: null };
  const { definitions, needs } = dependencies;
  const begun = recount(census.groups());
  if (begun !== null) {
    const { startedMs } = progress;
    return { progress: { ...progress, share: 0 }, census: createCensus(definitions, needs, { startedMs, begun }) };
  }
  const effectiveFromMs = await finishCounting(dependencies, census.groups(), progress.startedMs);
  const phase = effectiveFromMs !== null && needs.decidesSegments ? 'waiting' : 'done';
  return { progress: { ...progress, phase, effectiveFromMs }, census: null };
}

function told({ observer }: SurveyDependencies, before: Survey, { survey }: PassEnd): void {
  observer.count('ProfilesWoken', survey.progress.woken - before.progress.woken);
  observer.count('ProfilesUnreadable', survey.progress.unreadable - before.progress.unreadable);
}

/**
 * Does as much of the survey as there is time for, or nothing if none is due. Whatever stops it, the next call goes on
 * from where it was last written down; of two at once, one is refused there. Throws if a store or the queue fails.
 */
export async function runSurvey(
  dependencies: SurveyDependencies,
  { isRequested, onPage }: SurveyRequest,
): Promise<SurveyReport> {
  const { definitions, needs, clock, everyMs, observer, progress: store } = dependencies;
  const stored = await store.load();
  const key = surveyKey(definitions, needs);
  const known = stored === null ? null : { progress: stored.progress, hasCensus: stored.census !== null };
  const turn = surveyTurn(known, { nowMs: clock(), everyMs, key, isRequested });
  const report = (did: SurveyReport['did'], progress: SurveyProgress | null, hasCounted = false): SurveyReport => {
    return { did, hasCounted, progress };
  };
  if (turn.kind === 'rest') return report('rest', stored?.progress ?? null);
  const taken = (progress: SurveyProgress | null): SurveyReport => {
    observer.warn('Another process goes on with the survey; this one stops', {});
    return report('taken', progress);
  };
  const survey = await openSurvey(dependencies, stored, { turn, key });
  if (survey === null) return taken(stored?.progress ?? null);
  const pass = await walkProfiles(dependencies, survey, onPage);
  told(dependencies, survey, pass);
  if (pass.kind === 'taken') return taken(pass.survey.progress);
  if (pass.kind === 'time is up') return report(turn.kind, pass.survey.progress);
  const ended = await saveSurvey(dependencies, await afterPass(dependencies, pass.survey));
  if (ended === null) return taken(pass.survey.progress);
  const hasCounted = pass.survey.census !== null && ended.census === null;
  observer.count('SurveysFinished', hasCounted ? 1 : 0);
  return report(turn.kind, ended.progress, hasCounted);
}
