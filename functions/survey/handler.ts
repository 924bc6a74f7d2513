import { populationNeeds } from '#domain/population/population-needs.ts';
import { createPopulationCache, noPopulation } from '../population-cache.ts';
import { runSurvey, type SurveyReport, type SurveyRequest } from './run-survey.ts';
import type { SurveyHandlerDependencies } from './survey-dependencies.ts';

/** Nobody asked for a survey, and nobody watches. */
const byItself: SurveyRequest = { isRequested: false, onPage: () => undefined };

/** Goes on with the survey of all profiles, or begins one if it is time. */
export function createSurveyHandler(given: SurveyHandlerDependencies) {
  const needs = populationNeeds(given.definitions);
  const effective = needs.isUsed ? createPopulationCache(given.populations, given.clock) : noPopulation;
  return (request: SurveyRequest = byItself): Promise<SurveyReport> =>
    runSurvey({ ...given, needs, effective }, request);
}
