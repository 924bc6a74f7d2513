import type { HalfHours } from '#domain/features/cell.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { bitCount, halfDayBits, halfHoursWithin } from './half-hours-window.ts';
import { daysToKeep } from './window-span.ts';

const lastBit = 23;

/**
 * Runs of active half hours: as many as there are half hours whose forerunner was quiet. Midnight does not part a run.
 */
function countRuns(days: readonly HalfHours[]): number {
  let runs = 0;
  let dayBefore = Number.NEGATIVE_INFINITY;
  let wasActive = 0;
  for (const { day, before, after } of days) {
    if (day !== dayBefore + 1) wasActive = 0;
    const toNoon = (before >>> lastBit) & 1;
    runs += bitCount(before & ~((before << 1) | wasActive) & halfDayBits);
    runs += bitCount(after & ~((after << 1) | toNoon) & halfDayBits);
    wasActive = (after >>> lastBit) & 1;
    dayBefore = day;
  }
  return runs;
}

/** Compiles `sessions`. A session that began before the window counts from where the window begins. */
export function compileSessions(
  { of, days }: Extract<FeatureExpression, { kind: 'sessions' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const cell = parts.cell({ kind: 'half hours', of, days: daysToKeep({ days }, parts) });
  return {
    type: 'number',
    moves: false,
    read: ({ state, nowMs }) => {
      const { inside, untilMs } = halfHoursWithin(cell(state)?.days ?? [], days, nowMs);
      return steady(countRuns(inside), untilMs);
    },
  };
}
