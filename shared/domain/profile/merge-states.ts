import type { Cell } from '#domain/features/cell.ts';
import type { Folding, KeptCell } from '#domain/features/folding.ts';
import { type CellSet, intersect } from './cell-set.ts';
import { mergeVitalSigns } from './merge-vital-signs.ts';
import type { ProfileState } from './profile-state.ts';

/** A cell with what one more event, or another history, amounts to. */
export function withCell(cells: Map<number, Cell>, { number, merge }: KeptCell, other: Cell): void {
  const own = cells.get(number);
  cells.set(number, own === undefined ? other : merge(own, other));
}

/** Those of the cells that are complete; the same map where all are. */
export function completeCells(cells: ReadonlyMap<number, Cell>, complete: CellSet): ReadonlyMap<number, Cell> {
  if (complete === 'all') return cells;
  for (const number of cells.keys()) {
    if (!complete.has(number)) return new Map([...cells].filter(([one]) => complete.has(one)));
  }
  return cells;
}

function mergeCells(folding: Folding, a: ProfileState, b: ProfileState, complete: CellSet): ProfileState['cells'] {
  const cells = new Map(completeCells(a.cells, complete));
  for (const [number, other] of completeCells(b.cells, complete)) {
    const kept = folding.byNumber.get(number);
    if (kept !== undefined) withCell(cells, kept, other);
  }
  return cells;
}

/**
 * Joins what two histories without common events amount to. Commutative and associative, with the empty state as
 * neutral element, for states of cells that are declared. A cell is complete in the whole if it is in both parts, and only
 * then it is kept: what has not seen all events says nothing. What is not declared is dropped.
 */
export function mergeStates(folding: Folding, a: ProfileState, b: ProfileState): ProfileState {
  const common = intersect(a.complete, b.complete);
  const complete = common === 'all' ? common : intersect(common, folding.declared);
  return { ...mergeVitalSigns(a, b), cells: mergeCells(folding, a, b, complete), complete };
}
