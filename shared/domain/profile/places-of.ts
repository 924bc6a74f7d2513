import type { CompiledSegment } from '#domain/segments/compiled-segment.ts';

const known = new WeakMap<readonly CompiledSegment[], ReadonlyMap<string, number>>();

/** Where each segment stands among these, by name; worked out once for each list. */
export function placesOf(segments: readonly CompiledSegment[]): ReadonlyMap<string, number> {
  const found = known.get(segments);
  if (found !== undefined) return found;
  const places = new Map(segments.map(({ definition }, place) => [definition.name, place]));
  known.set(segments, places);
  return places;
}
