import { type CellSet, hasAll } from '#domain/profile/cell-set.ts';
import type { CellSpec, Subject } from './cell.ts';
import { checkDefinition, featureProblem } from './check-definition.ts';
import type { CompiledFeature } from './compiled-feature.ts';
import { compileExpression } from './expressions/compile-expression.ts';
import type { CompiledExpression, ExpressionParts } from './expressions/expression-parts.ts';
import type { FeatureDefinition } from './feature-definition.ts';
import type { FeatureSubject } from './feature-subject.ts';
import { bindCell, bindDays } from './read-cell.ts';
import { type Reading, steady } from './reading.ts';

/** Where cells lie. */
export type CellBinding = {
  /** The number of the cell that a spec is read off. Throws if there is none. */
  readonly cellNumber: (subject: Subject, spec: CellSpec) => number;
};

/** A feature, and whether its value moves between steps. */
type Compiled = { readonly feature: CompiledFeature; readonly moves: boolean };

/** Finds another feature for the one that is compiled on top of this path. */
type FindFeature = (name: string, path: readonly string[]) => Compiled;

/** Reads one version of a feature, which can be told to be known. */
type CompiledVersion = {
  readonly expression: CompiledExpression;
  readonly cells: ReadonlySet<number>;
  readonly isKnown: (subject: FeatureSubject) => boolean;
  readonly isKnownByCells: boolean;
};

function compileVersion(
  definition: FeatureDefinition,
  { cellNumber }: CellBinding,
  refer: (name: string) => Compiled,
): CompiledVersion {
  const { name, subject } = definition;
  const own = new Set<number>();
  const referred = new Set<number>();
  const conditions: ((subject: FeatureSubject) => boolean)[] = [];
  let isKnownByCells = true;
  const numberOf = (spec: CellSpec) => {
    const number = cellNumber(subject, spec);
    own.add(number);
    return number;
  };
  const parts: ExpressionParts = {
    subject,
    cell: (spec) => bindCell(spec, numberOf).read,
    days: (spec) => bindDays(spec, numberOf).read,
    part: (expression) => compileExpression(expression, parts),
    feature: (other) => {
      const { feature, moves } = refer(other);
      isKnownByCells &&= feature.isKnownByCells;
      for (const number of feature.cells) referred.add(number);
      conditions.push(feature.isKnown);
      return { type: feature.definition.type, moves, read: feature.read };
    },
    needs: (isKnown) => {
      isKnownByCells = false;
      conditions.push(isKnown);
    },
    problem: (text) => featureProblem(name, text),
  };
  const expression = compileExpression(definition.of, parts);
  if (expression.type !== definition.type) {
    throw featureProblem(name, `it is declared as a ${definition.type}, and its expression gives a ${expression.type}`);
  }
  const numbers = [...own];
  const cells = new Set([...own, ...referred]);
  const isKnown = (of: FeatureSubject) =>
    hasAll(of.state.complete, numbers) && conditions.every((condition) => condition(of));
  return { expression, cells, isKnown, isKnownByCells };
}

/** The versions of a feature, newest first, bound to one that reads the newest of them that is known. */
function compileFeature(
  definition: FeatureDefinition,
  index: number,
  binding: CellBinding,
  refer: (name: string) => Compiled,
): Compiled {
  const versions: CompiledVersion[] = [];
  for (let version: FeatureDefinition | null = definition; version !== null; version = version.previous) {
    checkDefinition(version);
    versions.push(compileVersion(version, binding, refer));
  }
  const cells = [...new Set(versions.flatMap((version) => [...version.cells]))];
  const isKnownByCells = versions.every((version) => version.isKnownByCells);
  // The set of complete cells that had all of these when it was last looked at: one object stands for almost everybody, and
  // features are read too often to look again each time.
  let whole: CellSet | null = null;
  const [newest] = versions;
  const readKnown = (subject: FeatureSubject): Reading => {
    const { complete } = subject.state;
    if (isKnownByCells && hasAll(complete, cells)) whole = complete;
    for (const { isKnown, expression } of versions) if (isKnown(subject)) return expression.read(subject);
    return steady(null);
  };
  const feature: CompiledFeature = {
    definition,
    index,
    cells,
    read: (subject) =>
      newest !== undefined && subject.state.complete === whole ? newest.expression.read(subject) : readKnown(subject),
    isKnown: (subject) => subject.state.complete === whole || versions.some(({ isKnown }) => isKnown(subject)),
    isKnownByCells,
  };
  return { feature, moves: versions.some(({ expression }) => expression.moves) };
}

function byName(
  definitions: readonly FeatureDefinition[],
): Map<string, { definition: FeatureDefinition; index: number }> {
  const found = new Map<string, { definition: FeatureDefinition; index: number }>();
  for (const [index, definition] of definitions.entries()) {
    if (found.has(definition.name)) throw featureProblem(definition.name, 'it is declared twice; rename one of them');
    found.set(definition.name, { definition, index });
  }
  return found;
}

/**
 * Makes features that can be read, in the order of the definitions. Throws, naming the feature, if a name is declared
 * twice, if one refers to a feature that is not declared, to one of another subject or in a circle to itself, and if it
 * could not be computed or kept exactly true.
 */
export function compileFeatures(
  definitions: readonly FeatureDefinition[],
  binding: CellBinding,
): ReadonlyMap<string, CompiledFeature> {
  const declared = byName(definitions);
  const compiled = new Map<string, Compiled>();
  const find: FindFeature = (name, path) => {
    const done = compiled.get(name);
    if (done !== undefined) return done;
    const from = path.at(-1) ?? name;
    if (path.includes(name)) {
      throw featureProblem(from, `it refers to itself: ${[...path.slice(path.indexOf(name)), name].join(' → ')}`);
    }
    const found = declared.get(name);
    if (found === undefined) {
      throw featureProblem(from, `it refers to "${name}", which is not declared; add that to the features`);
    }
    const { definition, index } = found;
    const made = compileFeature(definition, index, binding, (other) => {
      const subjectOfOther = declared.get(other)?.definition.subject ?? definition.subject;
      if (subjectOfOther !== definition.subject) {
        throw featureProblem(
          name,
          `it is a feature of ${definition.subject}s, and refers to "${other}" of ${subjectOfOther}s`,
        );
      }
      return find(other, [...path, name]);
    });
    compiled.set(name, made);
    return made;
  };
  return new Map(definitions.map(({ name }) => [name, find(name, []).feature]));
}
