import { checkSettings } from '#domain/features/cells/check-settings.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';
import { sharedScale } from './shared-scale.ts';

/** Most keys whose numbers are kept apart. */
export const mostKeys = 20;

/** Compiles `keyed`: 0 where nothing was set. */
export function compileKeyed(
  { settings, key, keep, measure }: Extract<FeatureExpression, { kind: 'keyed' }>,
  parts: ExpressionParts,
): CompiledExpression {
  checkSettings(settings, parts.problem);
  if (!Number.isInteger(keep) || keep < 1 || keep > mostKeys) {
    throw parts.problem(`the numbers of 1 to ${mostKeys} keys can be kept, got ${keep}`);
  }
  const scale = sharedScale(
    settings.map(({ to }) => to),
    parts,
  );
  const cell = parts.cell({ kind: 'keyed', settings, key, keep });
  return {
    type: 'number',
    moves: false,
    read: ({ state }) => {
      const entries = cell(state)?.entries ?? [];
      if (measure === 'above zero') return steady(entries.filter(({ number }) => number > 0).length);
      return steady(entries.reduce((sum, { number }) => sum + number, 0) / scale);
    },
  };
}
