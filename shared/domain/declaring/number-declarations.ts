import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { CellSpec, DeclaredCell, Subject } from '#domain/features/cell.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';
import { requiredCells } from '#domain/features/required-cells.ts';
import { vitalSignOf } from '#domain/features/vital-signs.ts';
import type { Declarations } from '#domain/retention-definitions.ts';
import { cellsOfRule } from '#domain/segments/cells-of-rule.ts';
import { numberCells, type RequiredCell } from './number-cells.ts';
import { type NumberedSegment, numberSegments } from './number-segments.ts';
import { unlistedFeatures } from './unlisted-features.ts';

/** What the lock lacks of what is declared. */
export type Unlisted = {
  readonly cells: readonly DeclaredCell[];
  readonly features: readonly FeatureDefinition[];
  readonly segments: readonly NumberedSegment[];
};

/** What is declared, each with the number under which profiles hold it. */
export type NumberedDeclarations = {
  readonly cells: readonly DeclaredCell[];
  readonly cellNumber: (subject: Subject, spec: CellSpec) => number;
  readonly segments: readonly NumberedSegment[];
  /** The numbers of all versions of each segment, declared or not, by its name. */
  readonly segmentNumbers: ReadonlyMap<string, readonly number[]>;
  readonly unlisted: Unlisted;
};

/** The specs that the declarations need, without those that the vital signs of every profile answer. */
function requiredBy({ features, segments }: Pick<Declarations, 'features' | 'segments'>): RequiredCell[] {
  const ofFeatures = features.flatMap((feature) =>
    requiredCells(feature).map((spec): RequiredCell => ({ subject: feature.subject, spec })),
  );
  const ofSegments = segments.flatMap(({ subject, rule, staysWhile }) =>
    [rule, ...(staysWhile === null ? [] : [staysWhile])].flatMap((part) =>
      cellsOfRule(part).map((spec): RequiredCell => ({ subject, spec })),
    ),
  );
  return [...ofFeatures, ...ofSegments].filter(({ spec }) => vitalSignOf(spec) === null);
}

function numbersByName(
  segments: readonly NumberedSegment[],
  locked: RetentionLock['segments'],
): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, Set<number>>();
  const add = (name: string, number: number) => found.set(name, (found.get(name) ?? new Set()).add(number));
  for (const { name, number } of locked) add(name, number);
  for (const { definition, number } of segments) add(definition.name, number);
  return new Map([...found].map(([name, numbers]) => [name, [...numbers]]));
}

/**
 * Numbers what is declared, as the lock does where it lists it. Throws, naming the culprit, if something was edited and kept
 * its version.
 */
export function numberDeclarations(
  declared: Pick<Declarations, 'features' | 'segments'>,
  lock: RetentionLock | null,
): NumberedDeclarations {
  const cells = numberCells(requiredBy(declared), lock?.cells ?? []);
  const { segments, unlisted } = numberSegments(declared.segments, lock?.segments ?? []);
  return {
    cells: cells.cells,
    cellNumber: cells.numberOf,
    segments,
    segmentNumbers: numbersByName(segments, lock?.segments ?? []),
    unlisted: {
      cells: cells.unlisted,
      features: unlistedFeatures(declared.features, lock?.features ?? []),
      segments: unlisted,
    },
  };
}
