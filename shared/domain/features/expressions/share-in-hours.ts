import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { bitCount, halfHoursWithin } from './half-hours-window.ts';
import { daysToKeep } from './window-span.ts';

/**
 * The half hours of half a day, from hour `startsAt` on, that lie between hours `from` and `to`, as bits; around
 * midnight if `to` is less.
 */
function maskOf(startsAt: number, { from, to }: { readonly from: number; readonly to: number }): number {
  let mask = 0;
  for (let bit = 0; bit < 24; bit += 1) {
    const hour = startsAt + Math.floor(bit / 2);
    const isInside = from < to ? hour >= from && hour < to : hour >= from || hour < to;
    if (isInside) mask |= 1 << bit;
  }
  return mask;
}

/** Compiles `share in hours`. Refuses what is no span of whole hours of the day. */
export function compileShareInHours(
  { of, days, from, to }: Extract<FeatureExpression, { kind: 'share in hours' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const areHours = [from, to].every((hour) => Number.isInteger(hour) && hour >= 0 && hour <= 24);
  if (!areHours || from === to) {
    throw parts.problem(`hours are two different whole numbers from 0 to 24, got ${from} to ${to}`);
  }
  const morning = maskOf(0, { from, to });
  const evening = maskOf(12, { from, to });
  const cell = parts.cell({ kind: 'half hours', of, days: daysToKeep({ days }, parts) });
  return {
    type: 'number',
    moves: false,
    read: ({ state, nowMs }) => {
      const { inside, untilMs } = halfHoursWithin(cell(state)?.days ?? [], days, nowMs);
      let all = 0;
      let within = 0;
      for (const { before, after } of inside) {
        all += bitCount(before) + bitCount(after);
        within += bitCount(before & morning) + bitCount(after & evening);
      }
      return steady(all === 0 ? null : within / all, untilMs);
    },
  };
}
