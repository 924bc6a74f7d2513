import { expressionSentence } from '#domain/features/expression-sentence.ts';
import { plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { wrappedRows } from '../wrapped-rows.ts';

/** A declared feature, for people and programs. */
export type ListedFeature = {
  readonly name: string;
  readonly version: number;
  readonly subject: string;
  readonly type: string;
  readonly unit: string;
  readonly owner: string;
  readonly description: string;
  /** How it is computed, in words. */
  readonly computed: string;
  /** The numbers of the cells that it reads; none where the vital signs of every profile answer. */
  readonly cells: readonly number[];
  /** Bytes of these cells in the profile of a busy customer. Several features may read the same cell. */
  readonly plannedBytes: number;
  /** The version that is read where this one is not filled yet; null: nothing is. */
  readonly previousVersion: number | null;
};

/** All declared features, as they are declared. */
export function listFeatures({ features, cells }: RetentionDefinitions): ListedFeature[] {
  const bytes = plannedStateBytes(cells).cells;
  return [...features.values()].map(({ definition, cells: own }) => {
    const { name, version, subject, type, unit, owner, description, previous } = definition;
    return {
      ...{ name, version, subject, type, unit, owner, description },
      computed: expressionSentence(definition.of),
      cells: own,
      plannedBytes: own.reduce((sum, number) => sum + (bytes.get(number) ?? 0), 0),
      previousVersion: previous?.version ?? null,
    };
  });
}

const header = ['feature', 'v', 'type', 'unit', 'owner', 'cells', 'bytes', 'what it is'];

function rowOf(one: ListedFeature): string[] {
  const { name, version, type, unit, owner, cells, plannedBytes, description } = one;
  const cellText = cells.length === 0 ? '–' : cells.join(' ');
  return [name, String(version), type, unit, owner, cellText, String(plannedBytes), description];
}

/** The features as tables, one for customers and one for accounts. */
export function renderFeatures(listed: readonly ListedFeature[]): string {
  const groups = [...Map.groupBy(listed, ({ subject }) => subject)];
  const lines = groups.flatMap(([subject, own]) => [
    `${own.length} features of each ${subject}:`,
    '',
    ...wrappedRows([header, ...own.map(rowOf)]),
    '',
  ]);
  return [
    ...lines,
    'Cells are what a profile keeps for a feature; several features may read one. Bytes are those of a busy customer.',
    'A feature without cells reads what every profile keeps anyway. "holdfast features show NAME" says how it is computed.',
  ].join('\n');
}
