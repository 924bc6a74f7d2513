import { canonicalJson } from '#contracts/canonical-json.ts';
import type { LockedSegment } from '#contracts/retention-lock.ts';
import type { SegmentDefinition } from '#contracts/segment-rule.ts';

/** A definition with its number. */
export type NumberedSegment = { readonly number: number; readonly definition: SegmentDefinition };

export type NumberedSegments = {
  /** In the order in which they are declared. */
  readonly segments: readonly NumberedSegment[];
  /** Those that the lock lacks. Their numbers are provisional: the next ones that are free. */
  readonly unlisted: readonly NumberedSegment[];
};

/** What of a definition decides who is in it: what may be edited besides changes nobody's segments. */
function meaningOf(definition: Readonly<Record<string, unknown>>): string {
  const { subject, rule, staysWhile, minimumStay } = definition;
  return canonicalJson({ subject, rule, staysWhile, minimumStay });
}

function refuseEdit({ name, version }: SegmentDefinition): never {
  throw new Error(
    `Cannot declare the segment "${name}": version ${version} of it is listed in the lock with another rule; ` +
      `count the version up to ${version + 1}, so that it is known who was judged under which`,
  );
}

/**
 * Gives every definition the number that its name and version have in the lock, or the next one that is free. Throws, naming
 * the segment, if the lock has that version with another meaning.
 */
export function numberSegments(
  declared: readonly SegmentDefinition[],
  locked: readonly LockedSegment[],
): NumberedSegments {
  let free = Math.max(-1, ...locked.map((one) => one.number)) + 1;
  const unlisted: NumberedSegment[] = [];
  const segments = declared.map((definition): NumberedSegment => {
    const listed = locked.find((one) => one.name === definition.name && one.version === definition.version);
    if (listed !== undefined) {
      const isSame = listed.definition === null || meaningOf(listed.definition) === meaningOf(definition);
      if (!isSame) refuseEdit(definition);
      return { number: listed.number, definition };
    }
    const numbered = { number: free, definition };
    free += 1;
    unlisted.push(numbered);
    return numbered;
  });
  return { segments, unlisted };
}
