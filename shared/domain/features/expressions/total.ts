import { earlier } from '#domain/features/earlier.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { type Reading, steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { numberOf, numberPart } from './number-part.ts';

/** Most parts of a sum. */
const mostParts = 20;

/**
 * Refuses sums and differences of which several parts move: each is rounded by itself, so that their sum would not go
 * one way, and might tremble where it should stand still.
 */
function checkMovement(compiled: readonly CompiledExpression[], parts: ExpressionParts): boolean {
  const moving = compiled.filter(({ moves }) => moves).length;
  if (moving < 2) return moving === 1;
  throw parts.problem(
    `${moving} of the things that it adds up move all the time, and rounding would make the sum tremble; ` +
      'use the days between two moments instead of two times since',
  );
}

/** The sum of readings that are each taken with a sign; nothing where one of them is unknown. */
function sumOf(readings: readonly Reading[], signs: readonly number[]): Reading {
  let sum: number | null = 0;
  let perMs = 0;
  let untilMs: number | null = null;
  for (const [index, reading] of readings.entries()) {
    const sign = signs[index] ?? 1;
    const value = numberOf(reading);
    sum = sum === null || value === null ? null : sum + sign * value;
    perMs += sign * reading.perMs;
    untilMs = earlier(untilMs, reading.untilMs);
  }
  return sum === null ? steady(null, untilMs) : { value: sum, perMs, untilMs };
}

function compileSigned(
  expressions: readonly FeatureExpression[],
  signs: readonly number[],
  parts: ExpressionParts,
): CompiledExpression {
  if (expressions.length < 1 || expressions.length > mostParts) {
    throw parts.problem(`1 to ${mostParts} things can be added up, got ${expressions.length}`);
  }
  const compiled = expressions.map((expression) => numberPart(expression, parts));
  const moves = checkMovement(compiled, parts);
  const read: CompiledExpression['read'] = (subject) =>
    sumOf(
      compiled.map((part) => part.read(subject)),
      signs,
    );
  return { type: 'number', moves, read };
}

/** Compiles `total`: added up in the order in which they are written. */
export function compileTotal(
  { of }: Extract<FeatureExpression, { kind: 'total' }>,
  parts: ExpressionParts,
): CompiledExpression {
  return compileSigned(of, [], parts);
}

/** Compiles `difference`. */
export function compileDifference(
  { of, less }: Extract<FeatureExpression, { kind: 'difference' }>,
  parts: ExpressionParts,
): CompiledExpression {
  return compileSigned([of, less], [1, -1], parts);
}
