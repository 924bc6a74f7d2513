import type { NumberSource } from '#domain/features/cell.ts';
import { scaleOf } from '#domain/features/number-of-event.ts';
import type { ExpressionParts } from './expression-parts.ts';

/** By what the stored numbers of some sources are divided. Refuses sources whose numbers cannot be added. */
export function sharedScale(sources: readonly NumberSource[], parts: ExpressionParts): number {
  try {
    return scaleOf(sources);
  } catch (error) {
    throw parts.problem(error instanceof Error ? error.message : String(error));
  }
}
