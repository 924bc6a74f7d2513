import { hash } from 'node:crypto';
import type { SurveyProgress } from '#contracts/survey-progress.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { PopulationNeeds } from './population-needs.ts';

/** What a survey does when it is asked to go on. */
export type SurveyTurn =
  /** There is nothing to do before this time. */
  | { readonly kind: 'rest'; readonly untilMs: number }
  /** Count everybody from the beginning. */
  | { readonly kind: 'begin' }
  /** Go on where the last one stopped. */
  | { readonly kind: 'go on' }
  /** What was found takes effect by now: look at everybody again. */
  | { readonly kind: 'settle' };

/**
 * A snapshot takes effect at least so long after it was written, so that every function knows it by then: each reads
 * again what it knows every five minutes.
 */
export const leadMs = 10 * 60_000;

/** What a survey counts, as one word: counts under one word must not be added to those under another. */
export function surveyKey(definitions: RetentionDefinitions, needs: PopulationNeeds): string {
  const { segments, cells, features, revenue } = definitions;
  const counted = {
    needs,
    revenue,
    cells: cells.map((cell) => cell.number),
    features: [...features.values()].map(({ definition: { name, version, subject } }) => [name, version, subject]),
    segments: segments.map(({ number, definition: { name, version, enabled } }) => [number, name, version, enabled]),
  };
  return hash('sha256', JSON.stringify(counted), 'hex').slice(0, 32);
}

/**
 * What comes next for a survey that stands where `stored` says. One begins every `everyMs`, at once when it is asked
 * for, and at once after the definitions have changed, so that those to whom nothing happens are judged under the new
 * ones as well.
 */
export function surveyTurn(
  stored: { readonly progress: SurveyProgress; readonly hasCensus: boolean } | null,
  at: { readonly nowMs: number; readonly everyMs: number; readonly key: string; readonly isRequested: boolean },
): SurveyTurn {
  if (stored === null || stored.progress.definitions !== at.key) return { kind: 'begin' };
  const { phase, position, effectiveFromMs, startedMs } = stored.progress;
  if (phase === 'settling') return { kind: 'go on' };
  if (phase === 'counting') {
    return position === null || stored.hasCensus ? { kind: 'go on' } : { kind: 'begin' };
  }
  if (at.isRequested) return { kind: 'begin' };
  if (phase === 'waiting' && effectiveFromMs !== null) {
    return at.nowMs >= effectiveFromMs ? { kind: 'settle' } : { kind: 'rest', untilMs: effectiveFromMs };
  }
  const untilMs = startedMs + at.everyMs;
  return at.nowMs >= untilMs ? { kind: 'begin' } : { kind: 'rest', untilMs };
}
