import type { NumberSource } from '#domain/features/cell.ts';
import { compileNumber, type NumberOfEvent, scaleOf } from '#domain/features/number-of-event.ts';

/** Reads what an event adds to a sum: 0 where nothing is summed, or where it has no such number. */
export function compileSum(source: NumberSource | null): (...told: Parameters<NumberOfEvent>) => number {
  if (source === null) return () => 0;
  const numberOf = compileNumber(source, scaleOf([source]));
  return (event, found) => numberOf(event, found) ?? 0;
}
