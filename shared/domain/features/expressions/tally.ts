import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

type Tally = Extract<FeatureExpression, { kind: 'tally' }>;

/** Most values that are counted apart. */
export const mostTallied = 64;

function sumOf(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function usedOf(counts: readonly number[]): number {
  return counts.filter((count) => count > 0).length;
}

/**
 * The entropy of how often each value was seen, in bits: −Σ p·log₂ p (Shannon 1948, "A Mathematical Theory of
 * Communication", section 6). 0 where all were the same, log₂ n where n values were seen equally often.
 */
export function entropyBits(counts: readonly number[]): number {
  const all = sumOf(counts);
  let bits = 0;
  for (const count of counts) {
    if (count > 0) bits += (count / all) * Math.log2(all / count);
  }
  return bits;
}

function checkValues({ values, core, measure }: Tally, parts: ExpressionParts): void {
  if (values.length < 1 || values.length > mostTallied) {
    throw parts.problem(`1 to ${mostTallied} values can be counted apart, got ${values.length}`);
  }
  const twice = values.find((value, index) => values.indexOf(value) !== index);
  if (twice !== undefined) throw parts.problem(`the value "${twice}" is named twice; name it once`);
  const unknown = core.find((value) => !values.includes(value));
  if (unknown !== undefined) throw parts.problem(`"${unknown}" is not among the values that are counted; add it there`);
  if (measure === 'core share' && core.length === 0) throw parts.problem('no core value is named; name one at least');
}

/** What is measured, as a function of the counts; those that compare counts have no value where nothing was counted. */
function measureOf({ measure, values, core }: Tally): (counts: readonly number[]) => number | null {
  const whereAny = (share: (counts: readonly number[]) => number) => (counts: readonly number[]) =>
    sumOf(counts) === 0 ? null : share(counts);
  switch (measure) {
    case 'used':
      return usedOf;
    case 'share used':
      return (counts) => usedOf(counts) / values.length;
    case 'entropy':
      return whereAny(entropyBits);
    case 'largest share':
      return whereAny((counts) => Math.max(...counts) / sumOf(counts));
    case 'core share':
      return whereAny(
        (counts) => sumOf(counts.filter((_, index) => core.includes(values[index] ?? ''))) / sumOf(counts),
      );
  }
}

/** Compiles `tally`. Refuses too many values, the same value twice, and a core that is not among them. */
export function compileTally(expression: Tally, parts: ExpressionParts): CompiledExpression {
  checkValues(expression, parts);
  const { of, property, values } = expression;
  const cell = parts.cell({ kind: 'tally', of, property, values });
  const measure = measureOf(expression);
  return { type: 'number', moves: false, read: ({ state }) => steady(measure(cell(state)?.counts ?? [])) };
}
