import type { Subject } from '#domain/features/cell.ts';
import type { FeatureSubject } from '#domain/features/feature-subject.ts';
import { revenueFeature } from '#domain/population/census.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** Yearly revenue of a customer or account in minor units; null where no feature says it, or where it is not known of this one. */
export function revenueOf(
  definitions: Pick<RetentionDefinitions, 'revenue' | 'features'>,
  subject: Subject,
  read: FeatureSubject,
): number | null {
  const value = revenueFeature(definitions, subject)?.read(read).value;
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 100) : null;
}
