import type { CellSpec } from './cell.ts';
import { featureProblem } from './check-definition.ts';
import { noDays } from './days-view.ts';
import { compileExpression } from './expressions/compile-expression.ts';
import type { CompiledExpression, ExpressionParts } from './expressions/expression-parts.ts';
import type { FeatureDefinition, FeatureType } from './feature-definition.ts';
import { steady } from './reading.ts';
import { vitalSignOf } from './vital-signs.ts';

/** Stands for a feature that is not looked at here. */
const anyNumber: CompiledExpression = { type: 'number', moves: false, read: () => steady(null) };

/** What an expression takes, and what it gives, as far as it can be told without the features that it refers to. */
function lookThrough({ name, subject, of }: FeatureDefinition): { type: FeatureType; cells: CellSpec[] } {
  const cells: CellSpec[] = [];
  const keep = (spec: CellSpec): void => {
    if (vitalSignOf(spec) === null) cells.push(spec);
  };
  const parts: ExpressionParts = {
    subject,
    cell: (spec) => {
      keep(spec);
      return () => undefined;
    },
    days: (spec) => {
      keep(spec);
      return () => noDays;
    },
    part: (expression) => compileExpression(expression, parts),
    feature: () => anyNumber,
    needs: () => {},
    problem: (text) => featureProblem(name, text),
  };
  const { type } = compileExpression(of, parts);
  return { type, cells };
}

/**
 * Throws, naming the feature, the value and what to do, if a feature is declared in a way that cannot be computed, or
 * could not be kept exactly true. Features that it refers to are not looked at: see `compileFeatures`.
 */
export function checkExpression(definition: FeatureDefinition): void {
  const { type } = lookThrough(definition);
  if (type === definition.type || definition.of.kind === 'feature') return;
  throw featureProblem(definition.name, `it is declared as a ${definition.type}, and its expression gives a ${type}`);
}

/**
 * The cells that a feature and its previous versions are read off, each once, without what the vital signs answer.
 * Those of features that it refers to are not among them.
 */
export function requiredCells(definition: FeatureDefinition): CellSpec[] {
  const found = new Map<string, CellSpec>();
  for (let version: FeatureDefinition | null = definition; version !== null; version = version.previous) {
    for (const spec of lookThrough(version).cells) found.set(JSON.stringify(spec), spec);
  }
  return [...found.values()];
}
