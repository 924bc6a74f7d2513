import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { Cell, CellSpec } from '#domain/features/cell.ts';
import { foldingOf } from '#domain/features/folding.ts';
import { interpret } from '#domain/ingest/interpret.ts';
import { declaredCells } from './example-cells.ts';
import { examplePlan } from './example-event.ts';
import { stateOf } from './histories.ts';

/** What one cell of these events is; undefined where none of them was selected. */
export function cellOf(spec: CellSpec, events: readonly CanonicalEvent[]): Cell | undefined {
  return stateOf(events, foldingOf(examplePlan, declaredCells([spec]))).cells.get(0);
}

/** The signs of life among events, found without any selector. */
export function activitiesOf(events: readonly CanonicalEvent[]): CanonicalEvent[] {
  return events.filter((event) => {
    const found = interpret(examplePlan, event);
    return found.kind === 'means' && found.isActivity;
  });
}

/** Track events of one name. */
export function eventsNamed(events: readonly CanonicalEvent[], name: string): CanonicalEvent[] {
  return events.filter((event) => event.type === 'track' && event.name === name);
}
