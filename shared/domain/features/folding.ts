import { type EventType, eventTypes } from '#contracts/canonical-event.ts';
import type { EventSelector } from '#contracts/event-selector.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { CellSpec, DeclaredCell } from './cell.ts';
import { type BoundSpec, bindSpec } from './cells/cell-kinds.ts';
import { couldSelect } from './select-event.ts';

/** A cell that is kept, and how. */
export type KeptCell = BoundSpec & { readonly number: number; readonly spec: CellSpec };

/** What it takes to fold events: what they mean, and which cells are kept. */
export type Folding = {
  readonly plan: TrackingPlan;
  readonly cells: readonly DeclaredCell[];
  /** The numbers of the cells. */
  readonly declared: ReadonlySet<number>;
  readonly byNumber: ReadonlyMap<number, KeptCell>;
  /** The cells that an event could touch, by the name of track events; by the type of all others. */
  readonly byName: ReadonlyMap<string, readonly KeptCell[]>;
  readonly byType: ReadonlyMap<EventType, readonly KeptCell[]>;
  /** Those that a track event could touch that neither the plan nor a cell names. */
  readonly ofOtherNames: readonly KeptCell[];
};

/** The events that a cell is made of. */
export function selectorsOf(spec: CellSpec): readonly EventSelector[] {
  return 'settings' in spec ? spec.settings.map(({ on }) => on) : [spec.of];
}

function keptCell(plan: TrackingPlan, { number, spec }: DeclaredCell): KeptCell {
  try {
    return { number, spec, ...bindSpec(plan, spec) };
  } catch (error) {
    throw new Error(`Cannot keep cell ${number} (${spec.kind}): ${error instanceof Error ? error.message : error}`);
  }
}

/** The names of track events that anything is said about. */
function namesOf(plan: TrackingPlan, kept: readonly KeptCell[]): Set<string> {
  const told = kept.flatMap(({ spec }) => selectorsOf(spec)).map(({ events }) => events);
  const named = told.flatMap((events) => (events.by === 'name' ? events.names : []));
  return new Set([...plan.events.keys(), ...named]);
}

/**
 * Prepares folding, so that an event only meets the cells that could take it. Throws, with the reason, on a cell that cannot be
 * kept, and on a number that two cells have.
 */
export function foldingOf(plan: TrackingPlan, cells: readonly DeclaredCell[]): Folding {
  const kept = cells.map((cell) => keptCell(plan, cell));
  const byNumber = new Map(kept.map((cell) => [cell.number, cell]));
  if (byNumber.size !== kept.length) throw new Error('Cannot keep cells: two of them have one number');
  const touched = (type: EventType, name: string) =>
    kept.filter(({ spec }) => selectorsOf(spec).some((selector) => couldSelect(plan, selector, type, name)));
  const byName = new Map<string, readonly KeptCell[]>();
  for (const name of namesOf(plan, kept)) byName.set(name, touched('track', plan.events.get(name)?.name ?? name));
  return {
    plan,
    cells,
    declared: new Set(byNumber.keys()),
    byNumber,
    byName,
    byType: new Map(eventTypes.map((type) => [type, touched(type, '')])),
    // No name is empty, so nothing names it.
    ofOtherNames: touched('track', ''),
  };
}

/** The cells that an event could touch. */
export function cellsTouchedBy(folding: Folding, type: EventType, name: string): readonly KeptCell[] {
  if (type !== 'track') return folding.byType.get(type) ?? [];
  return folding.byName.get(name) ?? folding.ofOtherNames;
}
