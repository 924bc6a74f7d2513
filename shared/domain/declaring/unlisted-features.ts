import { canonicalJson } from '#contracts/canonical-json.ts';
import type { LockedFeature } from '#contracts/retention-lock.ts';
import type { FeatureDefinition } from '#domain/features/feature-definition.ts';

/** A definition and those that it is read from while it is not complete, the newest first. */
function versionsOf(definition: FeatureDefinition): FeatureDefinition[] {
  return definition.previous === null ? [definition] : [definition, ...versionsOf(definition.previous)];
}

/** What of a definition decides its value. */
function meaningOf({ type, subject, of }: Readonly<Record<string, unknown>>): string {
  return canonicalJson({ type, subject, of });
}

/**
 * The features that the lock lacks, every version for itself, oldest first. Throws, naming the feature, if the lock has that
 * version of it with another meaning.
 */
export function unlistedFeatures(
  declared: readonly FeatureDefinition[],
  locked: readonly LockedFeature[],
): FeatureDefinition[] {
  return declared
    .flatMap((definition) => versionsOf(definition).toReversed())
    .filter((definition) => {
      const { name, version } = definition;
      const listed = locked.find((one) => one.name === name && one.version === version);
      if (listed === undefined) return true;
      if (meaningOf(listed.definition) === meaningOf(definition)) return false;
      throw new Error(
        `Cannot declare the feature "${name}": version ${version} of it is listed in the lock with another meaning; ` +
          `count the version up to ${version + 1}`,
      );
    });
}
