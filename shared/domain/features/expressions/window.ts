import { earlier } from '#domain/features/earlier.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import { type DaysWindow, windowOf } from '#domain/features/window-of.ts';
import { dayMs, dayOf } from '#domain/profile/profile-state.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { sharedScale } from './shared-scale.ts';
import { daysToKeep } from './window-span.ts';

type Window = Extract<FeatureExpression, { kind: 'window' }>;

function measureOf({ measure, sum }: Window, parts: ExpressionParts): (found: DaysWindow) => number {
  if (measure === 'count') return (found) => found.count;
  if (measure === 'active days') return (found) => found.activeDays;
  if (sum === null) throw parts.problem('a sum needs to know of what; name the source of the number');
  const scale = sharedScale([sum], parts);
  return (found) => found.sum / scale;
}

/** Compiles `window`: a sum over UTC days, which changes by itself at the midnights at which a day enters or leaves. */
export function compileWindow(expression: Window, parts: ExpressionParts): CompiledExpression {
  const { of, measure, days, endingDaysAgo } = expression;
  const measured = measureOf(expression, parts);
  const sum = measure === 'sum' ? expression.sum : null;
  const view = parts.days({ kind: 'days', of, sum, days: daysToKeep(expression, parts) });
  return {
    type: 'number',
    moves: false,
    read: ({ state, nowMs }) => {
      const lastDay = dayOf(nowMs) - endingDaysAgo;
      const found = windowOf(view(state), lastDay - days + 1, lastDay);
      const leavesMs = found.firstDay === null ? null : (found.firstDay + days + endingDaysAgo) * dayMs;
      const entersMs = found.nextDay === null ? null : (found.nextDay + endingDaysAgo) * dayMs;
      return steady(measured(found), earlier(leavesMs, entersMs));
    },
  };
}
