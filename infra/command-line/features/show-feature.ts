import { cellSentence } from '#domain/features/cell-sentence.ts';
import { expressionSentence } from '#domain/features/expression-sentence.ts';
import { plannedStateBytes } from '#domain/features/planned-state-bytes.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';
import { CommandError } from '../command-error.ts';
import { section } from '../customer/text-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';

/** Everything about one feature. Throws, naming those that there are, if it is not declared. */
export function showFeature(definitions: RetentionDefinitions, name: string) {
  const feature = definitions.features.get(name);
  if (feature === undefined) {
    throw new CommandError(
      `Cannot find the feature "${name}" in retention/; "holdfast features list" names those it has`,
    );
  }
  const { definition } = feature;
  const bytes = plannedStateBytes(definitions.cells).cells;
  const own = definitions.cells.filter(({ number }) => feature.cells.includes(number));
  const cells = own.map(({ number, spec }) => ({
    number,
    keeps: cellSentence(spec),
    plannedBytes: bytes.get(number) ?? 0,
    spec,
  }));
  const readBy = definitions.segments
    .filter(({ definition: { rule, staysWhile } }) =>
      [rule, ...(staysWhile === null ? [] : [staysWhile])].some((part) => comparedFeatures(part).includes(name)),
    )
    .map((segment) => segment.definition.name);
  return { ...definition, computed: expressionSentence(definition.of), cells, segments: readBy };
}

/** One feature for people. */
export function renderFeature(shown: ReturnType<typeof showFeature>): string {
  const { name, version, subject, type, unit, owner, description, computed, previous, cells, segments } = shown;
  const rows = [
    ['version', String(version)],
    ['of each', subject],
    ['type', type],
    ...(unit === '' ? [] : [['unit', unit]]),
    ['owner', owner],
    ['computed', computed],
    ...(previous === null
      ? []
      : [
          [
            'before',
            `version ${previous.version} where this one is not filled yet: ${expressionSentence(previous.of)}`,
          ],
        ]),
  ];
  const cellRows = cells.map(({ number, plannedBytes, keeps }) => [`  #${number}`, `${plannedBytes} bytes`, keeps]);
  return [
    `${name}: ${description}`,
    ...wrappedRows(rows.map(([title = '', text = '']) => [`  ${title}`, text])),
    ...section('What a profile keeps for it', wrappedRows(cellRows), 'nothing more than every profile keeps anyway'),
    ...section(
      'Segments that ask for it',
      segments.map((segment) => `  ${segment}`),
      'none',
    ),
  ].join('\n');
}
