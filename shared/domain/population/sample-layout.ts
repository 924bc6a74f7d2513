import type { SampleRow } from './sample.ts';

/** What stands for "no value": features never are. */
const noValue = Number.NaN;

/** Rows of `columns` values as bytes: the hash and the values of each, 8 bytes each, little-endian. */
export function encodeRows(rows: readonly SampleRow[], columns: number): Uint8Array {
  const bytes = new Uint8Array(rows.length * (columns + 1) * 8);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const write = (value: number) => {
    view.setFloat64(at, value, true);
    at += 8;
  };
  for (const { hash, values } of rows) {
    write(hash);
    for (let column = 0; column < columns; column += 1) write(values[column] ?? noValue);
  }
  return bytes;
}

/** The inverse of `encodeRows`. Throws where the bytes are no whole rows of so many columns. */
export function decodeRows(bytes: Uint8Array, columns: number): SampleRow[] {
  const rowBytes = (columns + 1) * 8;
  if (bytes.length % rowBytes !== 0) {
    throw new Error(`Cannot read a sample: ${bytes.length} bytes are no whole rows of ${columns} values; begin anew`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.length / rowBytes }, (_, row) => {
    const at = row * rowBytes;
    const values = Array.from({ length: columns }, (_ignored, column) => {
      const value = view.getFloat64(at + (column + 1) * 8, true);
      return Number.isNaN(value) ? null : value;
    });
    return { hash: view.getFloat64(at, true), values };
  });
}
