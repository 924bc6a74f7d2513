import { canonicalJson } from '#contracts/canonical-json.ts';
import type { LockedCell } from '#contracts/retention-lock.ts';
import type { CellSpec, DeclaredCell, Subject } from '#domain/features/cell.ts';
import { cellSpecOf } from '#domain/features/cell-spec-of.ts';
import { covers } from '#domain/features/covering-cell.ts';

/** What something declared needs to be kept. */
export type RequiredCell = { readonly subject: Subject; readonly spec: CellSpec };

/** Which cells are kept, and where each spec that is needed lies. */
export type NumberedCells = {
  /** Those that something needs, in the order of the lock, then those that it lacks. */
  readonly cells: readonly DeclaredCell[];
  /** Those that the lock lacks. Their numbers are provisional: the next ones that are free. */
  readonly unlisted: readonly DeclaredCell[];
  /** The number of the cell that holds what a spec asks for. Throws if none does. */
  readonly numberOf: (subject: Subject, spec: CellSpec) => number;
};

function keyOf(subject: Subject, spec: CellSpec): string {
  return `${subject} ${canonicalJson(spec)}`;
}

function holds(cell: RequiredCell, needed: RequiredCell): boolean {
  return cell.subject === needed.subject && covers(cell.spec, needed.spec);
}

/** Those of the needed ones that no other of them holds; of two that hold each other, the first. */
function widest(needed: readonly RequiredCell[]): RequiredCell[] {
  return needed.filter((one, index) =>
    needed.every(
      (other, position) => position === index || !holds(other, one) || (holds(one, other) && index < position),
    ),
  );
}

/**
 * Gives every spec that is needed a cell: the first of the lock that holds it, so that what is declared later moves nothing
 * that is stored; and what no cell of the lock holds, as few new ones as possible.
 */
export function numberCells(required: readonly RequiredCell[], locked: readonly LockedCell[]): NumberedCells {
  const needed = [...new Map(required.map((one) => [keyOf(one.subject, one.spec), one])).values()];
  const listed = locked.map(({ number, subject, spec }): DeclaredCell => ({ number, subject, spec: cellSpecOf(spec) }));
  const firstFree = Math.max(-1, ...listed.map((cell) => cell.number)) + 1;
  const missing = needed.filter((one) => !listed.some((cell) => holds(cell, one)));
  const unlisted = widest(missing).map((one, index): DeclaredCell => ({ ...one, number: firstFree + index }));
  const all = [...listed, ...unlisted];
  const cellOf = new Map(
    needed.flatMap((one) => {
      const cell = all.find((candidate) => holds(candidate, one));
      return cell === undefined ? [] : [[keyOf(one.subject, one.spec), cell] as const];
    }),
  );
  const used = new Set(cellOf.values());
  return {
    cells: all.filter((cell) => used.has(cell)),
    unlisted,
    numberOf(subject, spec) {
      const cell = cellOf.get(keyOf(subject, spec));
      if (cell === undefined) throw new Error(`Cannot find the cell of a ${subject} for ${canonicalJson(spec)}`);
      return cell.number;
    },
  };
}
