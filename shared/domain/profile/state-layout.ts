import { readCellSet, writeCellSet } from './cell-set.ts';
import { readCells, writeCells } from './cells-layout.ts';
import { decodeLayout2 } from './older-state-layout.ts';
import type { ProfileState } from './profile-state.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';
import { readVitalSigns, referenceOf, writeVitalSigns } from './vital-signs-layout.ts';

/**
 * How a profile's state lies in the item. All numbers are variable-length (7 bits a byte, least significant first):
 *
 *     version = 3
 *     vital signs (`vital-signs-layout.ts`), complete cells (`cell-set.ts`), cells (`cells-layout.ts`)
 *
 * The same state always gives the same bytes.
 */
export const stateLayoutVersion = 3;

/** State → bytes. Throws if a count or a sum has left the range of exact integers. */
export function encodeState(state: ProfileState): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(stateLayoutVersion);
  writeVitalSigns(writer, state);
  writeCellSet(writer, state.complete);
  writeCells(writer, state.cells, referenceOf(state.totals));
  return writer.bytes();
}

/** Bytes of this layout or of layout 2 → state. Throws on others, and on bytes that end too early or too late. */
export function decodeState(bytes: Uint8Array): ProfileState {
  const reader = new ByteReader(bytes);
  const version = reader.unsigned();
  if (version === 2) return decodeLayout2(reader);
  if (version !== stateLayoutVersion) {
    throw new Error(
      `Cannot read profile state: layout version ${version} is not known (this code knows 2 and ${stateLayoutVersion})`,
    );
  }
  const signs = readVitalSigns(reader);
  const complete = readCellSet(reader);
  const state = { ...signs, complete, cells: readCells(reader, referenceOf(signs.totals)) };
  reader.end();
  return state;
}
