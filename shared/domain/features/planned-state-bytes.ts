import { writeCellSet } from '#domain/profile/cell-set.ts';
import { ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import type { CellSpec, DeclaredCell } from './cell.ts';
import { cellLaws } from './cells/cell-kinds.ts';

/** What the state of a busy customer takes in its item, in bytes. */
export type PlannedBytes = {
  readonly total: number;
  /** What is kept of every customer. */
  readonly vitalSigns: number;
  /** The note which cells are complete, and the headers around all. */
  readonly frame: number;
  /** By the number of the cell. */
  readonly cells: ReadonlyMap<number, number>;
};

/** Meanings that a busy customer's events have. */
const busyMeanings = 8;

/** Days of the last 96 on which a busy customer buys. */
const busyPurchaseDays = 14;

/**
 * Bytes for ten years: each meaning takes a header, a count below two million, two times and at times a sum; each day a count
 * below 128 and, where something was bought, a gap, a count and money below 20,971.52.
 */
const vitalSigns = 5 + 7 + busyMeanings * (1 + 3 + 5 + 6) + 2 * 5 + (4 + 96) + (4 + busyPurchaseDays * (1 + 1 + 3)) + 1;

function plannedBytesOf(spec: CellSpec): number {
  switch (spec.kind) {
    case 'totals':
      return cellLaws.totals.plannedBytes(spec);
    case 'days':
      return cellLaws.days.plannedBytes(spec);
    case 'half hours':
      return cellLaws['half hours'].plannedBytes(spec);
    case 'recent':
      return cellLaws.recent.plannedBytes(spec);
    case 'latest':
      return cellLaws.latest.plannedBytes(spec);
    case 'keyed':
      return cellLaws.keyed.plannedBytes(spec);
    case 'tally':
      return cellLaws.tally.plannedBytes(spec);
    case 'distinct':
      return cellLaws.distinct.plannedBytes(spec);
  }
}

/** Bytes that come before a cell: what kind it is, and how many numbers after the one before. */
function headerBytes(gap: number): number {
  return gap < 4 ? 1 : 2;
}

/**
 * How large the state of a busy customer becomes: active on every day of each window, fewer than 128 events a day and kind, money
 * below 20,971.52 a day, something of every cell within the last 198 days, all registers full. A bound under these assumptions,
 * not a limit: what one customer does beyond makes that customer's item larger.
 */
export function plannedStateBytes(declared: readonly DeclaredCell[]): PlannedBytes {
  const ascending = declared.toSorted((a, b) => a.number - b.number);
  const cells = new Map<number, number>();
  let before = -1;
  for (const { number, spec } of ascending) {
    cells.set(number, headerBytes(number - before - 1) + plannedBytesOf(spec));
    before = number;
  }
  const writer = new ByteWriter();
  writeCellSet(writer, new Set(cells.keys()));
  const frame = 1 + writer.bytes().length + (declared.length < 128 ? 1 : 2);
  const total = [...cells.values()].reduce((sum, bytes) => sum + bytes, vitalSigns + frame);
  return { total, vitalSigns, frame, cells };
}
