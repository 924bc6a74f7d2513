import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';
import { wrappedRows } from '../wrapped-rows.ts';

/** A declared segment, for people and programs. */
export type ListedSegment = {
  readonly name: string;
  readonly version: number;
  readonly subject: string;
  readonly enabled: boolean;
  readonly description: string;
  /** Who enters it, as a sentence. */
  readonly rule: string;
};

/** All declared segments, in the order in which they are judged. */
export function listSegments({ segments, features }: RetentionDefinitions): ListedSegment[] {
  return segments.map(({ definition: { name, version, subject, enabled, description, rule } }) => {
    return { name, version, subject, enabled, description, rule: ruleSentence(rule, features) };
  });
}

const header = ['segment', 'v', 'of each', 'state', 'who is in it'];

/** The segments as a table. */
export function renderSegments(listed: readonly ListedSegment[]): string {
  const rows = listed.map(({ name, version, subject, enabled, rule }) => {
    return [name, String(version), subject, enabled ? 'on' : 'off', rule];
  });
  return [
    `${listed.length} segments, in the order in which they are judged:`,
    '',
    ...wrappedRows([header, ...rows]),
    '',
    '"holdfast segments show NAME" has the rule as JSON, when members leave, and what it needs.',
  ].join('\n');
}
