import type { JsonObject } from '#contracts/json.ts';
import { jsonObjectSchema } from '#contracts/json.ts';
import type { RetentionLock } from '#contracts/retention-lock.ts';
import { numberDeclarations } from './declaring/number-declarations.ts';
import { refuseMovedSegments } from './declaring/refuse-moved-segments.ts';
import type { Declarations } from './retention-definitions.ts';

/** A declaration as JSON holds it. */
function asJson(declaration: object): JsonObject {
  return jsonObjectSchema.parse(JSON.parse(JSON.stringify(declaration)));
}

/**
 * The lock with all that is declared: what it has stays as it is, and what it lacks is added under the next numbers that are
 * free. The first lock of a deployment takes its segments for those that its profiles were judged under so far. Throws, naming
 * the culprit, if something was edited and kept its version, or if a feature was edited and a segment that asks for it was not
 * counted up.
 */
export function lockOf(
  declared: Pick<Declarations, 'features' | 'segments'>,
  previous: RetentionLock | null,
): RetentionLock {
  const { segments, unlisted } = numberDeclarations(declared, previous);
  const edited = {
    ...declared,
    unlistedFeatures: unlisted.features,
    unlistedSegments: unlisted.segments.map(({ definition }) => definition),
  };
  refuseMovedSegments(edited, previous?.features ?? []);
  return {
    schemaVersion: 1,
    cells: [
      ...(previous?.cells ?? []),
      ...unlisted.cells.map(({ number, subject, spec }) => ({ number, subject, spec: asJson(spec) })),
    ],
    features: [
      ...(previous?.features ?? []),
      ...unlisted.features.map(({ previous: _, ...definition }) => ({
        name: definition.name,
        version: definition.version,
        definition: asJson(definition),
      })),
    ],
    segments: [
      ...(previous?.segments ?? []),
      ...unlisted.segments.map(({ number, definition }) => ({
        number,
        name: definition.name,
        version: definition.version,
        definition: asJson(definition),
      })),
    ],
    judgedBefore: previous?.judgedBefore ?? segments.map(({ number }) => number),
  };
}
