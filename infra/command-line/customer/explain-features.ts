import { isoTime } from '#contracts/time.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { FeatureType } from '#domain/features/feature-definition.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import type { FeatureValue } from '#domain/features/reading.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** One feature of a customer. Times are ISO. */
export type ExplainedFeature = {
  readonly name: string;
  readonly type: FeatureType;
  readonly unit: string;
  readonly version: number;
  readonly value: FeatureValue;
  /** Whether its state has seen all that it needs; without that it has no value. */
  readonly isComplete: boolean;
  readonly description: string;
};

/** Every feature that is declared for such a customer, at one moment. */
export function explainFeatures(
  definitions: RetentionDefinitions,
  of: Subject,
  subject: FeatureSubject,
): ExplainedFeature[] {
  const own = [...definitions.features.values()].filter(({ definition }) => definition.subject === of);
  return own.map((feature) => {
    const { name, type, unit, version, description } = feature.definition;
    const { value } = feature.read(subject);
    const shown = type === 'time' && typeof value === 'number' ? isoTime(value) : value;
    return { name, type, unit, version, value: shown, isComplete: feature.isKnown(subject), description };
  });
}
