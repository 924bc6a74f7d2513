import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Operand } from '#domain/features/builders/expression.ts';
import { expressionOf } from '#domain/features/builders/expression.ts';
import type { Reading } from '#domain/features/reading.ts';
import { exampleEvent } from '../../example-event.ts';
import { definitionOf, featureOf } from '../compiling.ts';

/** What an expression says at a time of what happened. */
export function readingOf(events: readonly CanonicalEvent[], operand: Operand, nowMs: number): Reading {
  return featureOf(events, [definitionOf('it', expressionOf(operand), { type: operand.type })], 'it')({ nowMs });
}

/** Events of one name, each with an id of its own. */
export function eventsAt(
  name: string,
  timesMs: readonly number[],
  told: Partial<CanonicalEvent> = {},
): CanonicalEvent[] {
  return timesMs.map((timeMs, index) => exampleEvent({ id: `${name}-${index}`, name, timeMs, ...told }));
}
