import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { noRelations } from '#contracts/relations.ts';
import type { CellSpec, DeclaredCell, Subject } from '#domain/features/cell.ts';
import { compileFeatures } from '#domain/features/compile-features.ts';
import type { CompiledFeature } from '#domain/features/compiled-feature.ts';
import type { FeatureDefinition, FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureExpression } from '#domain/features/feature-expression.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { type Folding, foldingOf } from '#domain/features/folding.ts';
import { requiredCells } from '#domain/features/required-cells.ts';
import { examplePlan } from '../example-event.ts';
import { stateOf } from '../histories.ts';

/** A definition of an expression, whatever type it gives. */
export function definitionOf(
  name: string,
  of: FeatureExpression,
  told: Partial<FeatureDefinition> = {},
): FeatureDefinition {
  return {
    name,
    type: typeOf(of),
    unit: '',
    description: name,
    version: 1,
    owner: 'tests',
    subject: 'customer',
    of,
    previous: null,
    ...told,
  };
}

function typeOf(of: FeatureExpression): FeatureType {
  if (of.kind === 'funnel' && of.measure === 'last step') return 'text';
  if (of.kind !== 'latest') return 'number';
  const to = of.settings[0]?.to;
  return to?.from === 'property' ? to.type : 'number';
}

/** Features with the cells that they need, numbered as they are declared. */
export function compiled(
  definitions: readonly FeatureDefinition[],
  subject: Subject = 'customer',
): { features: ReadonlyMap<string, CompiledFeature>; cells: readonly DeclaredCell[]; folding: Folding } {
  const specs = new Map<string, CellSpec>();
  for (const definition of definitions) {
    for (const spec of requiredCells(definition)) specs.set(JSON.stringify(spec), spec);
  }
  const cells = [...specs.values()].map((spec, number) => ({ number, spec, subject }));
  const numbers = new Map(cells.map(({ number, spec }) => [JSON.stringify(spec), number]));
  const features = compileFeatures(definitions, {
    cellNumber: (_, spec) => {
      const number = numbers.get(JSON.stringify(spec));
      if (number === undefined) throw new Error(`No cell was asked for ${JSON.stringify(spec)}`);
      return number;
    },
  });
  return { features, cells, folding: foldingOf(examplePlan, cells) };
}

/** One feature of what happened, ready to be read at any time. */
export function featureOf(
  events: readonly CanonicalEvent[],
  definitions: readonly FeatureDefinition[],
  name: string,
): (about: Partial<FeatureSubject> & { readonly nowMs: number }) => ReturnType<CompiledFeature['read']> {
  const { features, folding } = compiled(definitions);
  const feature = features.get(name);
  if (feature === undefined) throw new Error(`No feature is called ${name}`);
  const state = stateOf(events, folding);
  return (about) => feature.read({ state, population: null, relations: noRelations, ...about });
}
