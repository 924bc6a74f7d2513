import type { RetentionLock } from '#contracts/retention-lock.ts';
import { segmentDefinitionSchema } from '#contracts/segment-rule.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { ruleSentence } from '#domain/segments/rule-sentence.ts';

/** A definition of a segment that there is, or was. */
export type SegmentVersion = {
  readonly version: number;
  /** Whether the lock has it. */
  readonly isListed: boolean;
  readonly description: string;
  /** Who entered, as a sentence; features that are not declared any more are named. */
  readonly rule: string;
};

/** All versions of a segment, the latest first: those that the lock has, and the declared one. */
export function segmentVersions(
  { segments, features }: Pick<RetentionDefinitions, 'segments' | 'features'>,
  lock: Pick<RetentionLock, 'segments'>,
  name: string,
): SegmentVersion[] {
  const listed = lock.segments
    .filter((one) => one.name === name)
    .map(({ definition }) => ({ definition: segmentDefinitionSchema.parse(definition), isListed: true }));
  const known = new Set(listed.map(({ definition }) => definition.version));
  const declared = segments
    .filter(({ definition }) => definition.name === name && !known.has(definition.version))
    .map(({ definition }) => ({ definition, isListed: false }));
  return [...listed, ...declared]
    .sort((a, b) => b.definition.version - a.definition.version)
    .map(({ definition: { version, description, rule }, isListed }) => {
      return { version, isListed, description, rule: ruleSentence(rule, features) };
    });
}
