import type { Setting, ValueSource } from '#domain/features/cell.ts';
import { checkSettings } from '#domain/features/cells/check-settings.ts';
import type { FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import { steady } from '#domain/features/reading.ts';
import type { CompiledExpression, ExpressionParts } from './expression-parts.ts';

function typeOfSource(source: ValueSource): FeatureType {
  if (source.from === 'property') return source.type;
  if (typeof source.value === 'string') return 'text';
  return typeof source.value === 'number' ? 'number' : 'boolean';
}

/**
 * The type that all settings have in common. A constant number may stand for a time. Refuses a mixture, none at all, and
 * more than can be told apart.
 */
export function typeOfSettings(settings: readonly Setting<ValueSource>[], parts: ExpressionParts): FeatureType {
  checkSettings(settings, parts.problem);
  const types = new Set(settings.map(({ to }) => typeOfSource(to)));
  if (types.has('time')) types.delete('number');
  const [type] = types;
  if (type === undefined || types.size > 1) {
    throw parts.problem(`it is set to a ${[...types].join(' and to a ')}; a feature has values of one type`);
  }
  return type;
}

/** Compiles `latest`: nothing before it was first set. */
export function compileLatest(
  { settings }: Extract<FeatureExpression, { kind: 'latest' }>,
  parts: ExpressionParts,
): CompiledExpression {
  const cell = parts.cell({ kind: 'latest', settings });
  return {
    type: typeOfSettings(settings, parts),
    moves: false,
    read: ({ state }) => steady(cell(state)?.value ?? null),
  };
}
