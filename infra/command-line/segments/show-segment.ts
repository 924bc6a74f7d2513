import { durationText } from '#contracts/duration.ts';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';
import { cellSentence } from '#domain/features/cell-sentence.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { comparedFeatures } from '#domain/segments/compared-features.ts';
import type { CompiledSegment } from '#domain/segments/compiled-segment.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { CommandError } from '../command-error.ts';
import { section } from '../customer/text-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';
import { type SegmentVersion, segmentVersions } from './segment-versions.ts';

/** Everything about one segment. */
export type ShownSegment = SegmentDefinition & {
  readonly entersWhen: string;
  /** Who is in it stays as long as this holds. */
  readonly staysWhen: string;
  readonly features: readonly { readonly name: string; readonly description: string }[];
  readonly cells: readonly { readonly number: number; readonly keeps: string }[];
  /** Segments of the same subject that its rules refer to. */
  readonly refersTo: readonly string[];
  /** Every version that was listed, the latest first. */
  readonly versions: readonly SegmentVersion[];
};

function compiledCalled({ segments }: RetentionDefinitions, name: string): CompiledSegment {
  const segment = segments.find(({ definition }) => definition.name === name);
  if (segment !== undefined) return segment;
  throw new CommandError(
    `Cannot find the segment "${name}" in retention/; "holdfast segments list" names those it has`,
  );
}

/** Everything about one segment. Throws if it is not declared. */
export function showSegment(definitions: RetentionDefinitions, lock: RetentionLock, name: string): ShownSegment {
  const { definition, enters, stays, refersTo } = compiledCalled(definitions, name);
  const { rule, staysWhile } = definition;
  const sentence = (one: SegmentDefinition['rule']) => ruleSentence(one, definitions.features);
  const names = new Set([rule, ...(staysWhile === null ? [] : [staysWhile])].flatMap(comparedFeatures));
  const numbers = new Set([...enters.cells, ...stays.cells]);
  return {
    ...definition,
    entersWhen: sentence(rule),
    staysWhen: sentence(staysWhile ?? rule),
    features: [...names].map((feature) => {
      return { name: feature, description: definitions.features.get(feature)?.definition.description ?? '' };
    }),
    cells: definitions.cells
      .filter(({ number }) => numbers.has(number))
      .map(({ number, spec }) => ({ number, keeps: cellSentence(spec) })),
    refersTo,
    versions: segmentVersions(definitions, lock, name),
  };
}

const takenIn = {
  silently: 'who meets a new version already enters silently: no playbook acts on it',
  announced: 'who meets a new version already is announced like anybody else: playbooks act on it',
} as const;

/** One segment for people. */
export function renderSegment(shown: ShownSegment): string {
  const { name, version, subject, description, minimumStay, takeIn, enabled, rule, staysWhile } = shown;
  const rows = [
    ['version', `${version}, of each ${subject}${enabled ? '' : '; off: it has no members'}`],
    ['enters when', shown.entersWhen],
    ['stays while', staysWhile === null ? 'the same holds' : shown.staysWhen],
    ['minimum stay', minimumStay === null ? 'none' : durationText(minimumStay)],
    ['taking in', takenIn[takeIn]],
    ...(shown.refersTo.length === 0 ? [] : [['refers to', shown.refersTo.join(', ')]]),
  ];
  return [
    `${name}: ${description}`,
    ...wrappedRows(rows.map(([title = '', text = '']) => [`  ${title}`, text])),
    ...section(
      'Features',
      wrappedRows(shown.features.map((feature) => [`  ${feature.name}`, feature.description])),
      'none',
    ),
    ...section(
      'What a profile keeps for it',
      wrappedRows(shown.cells.map(({ number, keeps }) => [`  #${number}`, keeps])),
      'nothing more than every profile keeps anyway',
    ),
    ...section(
      'Versions',
      wrappedRows(shown.versions.map((one) => [`  ${one.version}`, one.isListed ? '' : 'not listed yet', one.rule])),
      'none',
    ),
    ...section('Rule', JSON.stringify(rule, null, 2).split('\n'), ''),
    ...(staysWhile === null ? [] : section('Stays while', JSON.stringify(staysWhile, null, 2).split('\n'), '')),
  ].join('\n');
}
