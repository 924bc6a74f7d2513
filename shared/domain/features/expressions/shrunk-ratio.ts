import { earlier } from '#domain/features/earlier.ts';
import type { FeatureExpression, Prior } from '#domain/features/feature-expression.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { divisorPart, numberOf, numberPart } from './number-part.ts';
import { spreadReader } from './score.ts';

function priorMean({ mean }: Prior, parts: ExpressionParts): (subject: FeatureSubject) => number | null {
  if (mean.from === 'population') {
    const spread = spreadReader(mean.feature, parts);
    return (subject) => spread(subject)?.mean ?? null;
  }
  if (!Number.isFinite(mean.number)) throw parts.problem(`it is drawn towards ${mean.number}; give a finite number`);
  return () => mean.number;
}

/**
 * Compiles `shrunk ratio`: (k·m + successes) ÷ (k + tries), the mean of a rate after so many tries where it was drawn
 * from a beta distribution with mean m that weighs k tries (Gelman et al. 2013, "Bayesian Data Analysis", section 2.4).
 */
export function compileShrunkRatio(
  { of, by, towards }: Extract<FeatureExpression, { kind: 'shrunk ratio' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const { strength } = towards;
  if (!(strength > 0 && Number.isFinite(strength))) {
    throw parts.problem(`the mean weighs ${strength} tries; give a number above 0`);
  }
  const meanOf = priorMean(towards, parts);
  const top = numberPart(of, parts);
  const bottom = divisorPart(by, parts);
  return {
    type: 'number',
    moves: top.moves,
    read: (subject) => {
      const above = top.read(subject);
      const below = bottom.read(subject);
      const untilMs = earlier(above.untilMs, below.untilMs);
      const mean = meanOf(subject);
      const successes = numberOf(above);
      const tries = numberOf(below);
      // As many tries less than none as the mean weighs would divide by 0.
      if (mean === null || successes === null || tries === null || tries < 0) return steady(null, untilMs);
      const weight = strength + tries;
      return { value: (strength * mean + successes) / weight, perMs: above.perMs / weight, untilMs };
    },
  };
}
