import type { Cell, CellKind } from '#domain/features/cell.ts';
import { cellLaws } from '#domain/features/cells/cell-kinds.ts';
import type { CellLaw, CellOf } from '#domain/features/cells/cell-law.ts';
import type { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/** The first number of the forms of each kind. Stored: append, never change. */
const firstForms: { readonly [Kind in CellKind]: number } = {
  totals: 0,
  days: 3,
  'half hours': 9,
  recent: 10,
  latest: 11,
  keyed: 16,
  tally: 22,
  distinct: 23,
};

/** The room for forms in a header. */
const formsRoom = 32;

/** Reads a cell by the stored number of its form. */
type ReadForm = (reader: ByteReader, referenceMs: number) => Cell;

function formsOf<Kind extends CellKind>(law: CellLaw<Kind>): [number, ReadForm][] {
  return Array.from({ length: law.forms }, (_, form) => {
    const read: ReadForm = (reader, referenceMs) => law.read(reader, form, referenceMs);
    return [firstForms[law.kind] + form, read];
  });
}

const forms: ReadonlyMap<number, ReadForm> = new Map([
  ...formsOf(cellLaws.totals),
  ...formsOf(cellLaws.days),
  ...formsOf(cellLaws['half hours']),
  ...formsOf(cellLaws.recent),
  ...formsOf(cellLaws.latest),
  ...formsOf(cellLaws.keyed),
  ...formsOf(cellLaws.tally),
  ...formsOf(cellLaws.distinct),
]);

type Place = { readonly gap: number; readonly referenceMs: number };

function write<Kind extends CellKind>(writer: ByteWriter, law: CellLaw<Kind>, cell: CellOf<Kind>, place: Place): void {
  const form = law.formOf(cell);
  writer.unsigned(place.gap * formsRoom + firstForms[law.kind] + form);
  law.write(writer, cell, form, place.referenceMs);
}

function writeCell(writer: ByteWriter, cell: Cell, place: Place): void {
  switch (cell.kind) {
    case 'totals':
      write(writer, cellLaws.totals, cell, place);
      return;
    case 'days':
      write(writer, cellLaws.days, cell, place);
      return;
    case 'half hours':
      write(writer, cellLaws['half hours'], cell, place);
      return;
    case 'recent':
      write(writer, cellLaws.recent, cell, place);
      return;
    case 'latest':
      write(writer, cellLaws.latest, cell, place);
      return;
    case 'keyed':
      write(writer, cellLaws.keyed, cell, place);
      return;
    case 'tally':
      write(writer, cellLaws.tally, cell, place);
      return;
    case 'distinct':
      write(writer, cellLaws.distinct, cell, place);
      return;
  }
}

/**
 * Cells → bytes: how many; then for each, by ascending number: (number − the one before − 1) × 32 + form, and the cell as its kind
 * says. Whoever reads needs no declarations, so that cells that are not declared any more can be passed over.
 */
export function writeCells(writer: ByteWriter, cells: ReadonlyMap<number, Cell>, referenceMs: number): void {
  writer.unsigned(cells.size);
  let before = -1;
  for (const [number, cell] of [...cells].sort(([a], [b]) => a - b)) {
    writeCell(writer, cell, { gap: number - before - 1, referenceMs });
    before = number;
  }
}

/** Reads what `writeCells` wrote. Throws on a form that this code does not know. */
export function readCells(reader: ByteReader, referenceMs: number): Map<number, Cell> {
  const cells = new Map<number, Cell>();
  let number = -1;
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const header = reader.unsigned();
    const form = header % formsRoom;
    number += Math.floor(header / formsRoom) + 1;
    const read = forms.get(form);
    if (read === undefined) throw new Error(`Cannot read profile state: form ${form} of cell ${number} is not known`);
    cells.set(number, read(reader, referenceMs));
  }
  return cells;
}
