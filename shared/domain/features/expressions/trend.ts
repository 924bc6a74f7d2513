import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { fewestWeeks, rateChange } from './rate-change.ts';
import { sharedScale } from './shared-scale.ts';
import { slope } from './slope.ts';
import { weeksUpTo } from './weeks.ts';
import { daysToKeep } from './window-span.ts';

type Trend = Extract<FeatureExpression, { kind: 'trend' }>;

/** Longest trend, in weeks: a year. */
const mostWeeks = 52;

function checkTrend({ measure, weeks, sum }: Trend, parts: ExpressionParts): void {
  const fewest = measure === 'slope' ? 2 : fewestWeeks;
  if (!Number.isInteger(weeks) || weeks < fewest || weeks > mostWeeks) {
    throw parts.problem(`a ${measure} is looked for in ${fewest} to ${mostWeeks} weeks, got ${weeks}`);
  }
  if (measure === 'change point' && sum !== null) {
    throw parts.problem('a change point is looked for in counts, not in sums; leave the source of the number out');
  }
}

/**
 * Compiles `trend`. The weeks are those of the customer's life: since the first sign of life. A change point is −1
 * where the rate fell, 1 where it rose, and 0.
 */
export function compileTrend(expression: Trend, parts: ExpressionParts): CompiledExpression {
  checkTrend(expression, parts);
  const { of, sum, weeks, measure } = expression;
  const life = parts.cell({ kind: 'totals', of: { events: { by: 'activity' }, where: [] }, sum: null });
  const days = parts.days({ kind: 'days', of, sum, days: daysToKeep({ days: weeks * 7 }, parts) });
  const scale = sum === null ? 1 : sharedScale([sum], parts);
  return {
    type: 'number',
    moves: false,
    read: ({ state, nowMs }) => {
      const firstMs = life(state)?.firstMs;
      if (firstMs === undefined) return steady(null);
      const { sums, untilMs } = weeksUpTo(days(state), { nowMs, firstMs, most: weeks }, (view, index) =>
        sum === null ? view.countAt(index) : view.sumAt(index),
      );
      if (measure === 'change point') return steady(rateChange(sums), untilMs);
      const perWeek = slope(sums);
      return steady(perWeek === null ? null : perWeek / scale, untilMs);
    },
  };
}
