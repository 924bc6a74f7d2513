import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { type Reading, steady } from '#domain/features/reading.ts';
import type { ProfileState } from '#domain/profile/profile-state.ts';
import { elapsedDays, momentReader } from './days-since.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

type Funnel = Extract<FeatureExpression, { kind: 'funnel' }>;

/** Most steps of a funnel. */
const mostSteps = 12;

function checkSteps({ steps }: Funnel, parts: ExpressionParts): void {
  if (steps.length < 2 || steps.length > mostSteps) {
    throw parts.problem(`a funnel has 2 to ${mostSteps} steps, got ${steps.length}`);
  }
  const names = steps.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw parts.problem(`two steps are called "${twice}"; give each a name of its own`);
}

/** How many steps were done in order, and when the last of them was. */
function progressReader({ steps, along }: Funnel, parts: ExpressionParts) {
  const edge = along === 'latest' ? 'last' : 'first';
  const moments = steps.map(({ of }) => momentReader({ edge, of }, parts));
  return (state: ProfileState): { done: number; reachedMs: number } => {
    let done = 0;
    let reachedMs = 0;
    for (const moment of moments) {
      const timeMs = moment(state);
      if (timeMs === null || timeMs < reachedMs) break;
      done += 1;
      reachedMs = timeMs;
    }
    return { done, reachedMs };
  };
}

/** Compiles `funnel`. Days stuck: nothing where no step was done, or all. */
export function compileFunnel(expression: Funnel, parts: ExpressionParts): CompiledExpression {
  checkSteps(expression, parts);
  const { steps, measure } = expression;
  const progress = progressReader(expression, parts);
  if (measure === 'steps done') {
    return { type: 'number', moves: false, read: ({ state }) => steady(progress(state).done) };
  }
  if (measure === 'last step') {
    const read = ({ state }: { readonly state: ProfileState }) => steady(steps[progress(state).done - 1]?.name ?? null);
    return { type: 'text', moves: false, read };
  }
  const read = ({ state, nowMs }: { readonly state: ProfileState; readonly nowMs: number }): Reading => {
    const { done, reachedMs } = progress(state);
    return done === 0 || done === steps.length ? steady(null) : elapsedDays(reachedMs, nowMs);
  };
  return { type: 'number', moves: true, read };
}
