import type { ReadValue } from '#contracts/transition.ts';
import type { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/** The kinds of a value as `outbox-layout.ts` numbers them. */
const kinds = { nothing: 0, no: 1, yes: 2, whole: 3, double: 4, text: 5 } as const;

/** Beyond this a whole number is written as a double: the writer of whole numbers doubles it. */
const largestWhole = 2 ** 51;

function isShortWhole(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) <= largestWhole && !Object.is(value, -0);
}

/** Writes what a feature or leaf was. */
export function writeReadValue(writer: ByteWriter, value: ReadValue): void {
  if (value === null) writer.unsigned(kinds.nothing);
  else if (typeof value === 'boolean') writer.unsigned(value ? kinds.yes : kinds.no);
  else if (typeof value === 'string') {
    writer.unsigned(kinds.text);
    writer.text(value);
  } else if (isShortWhole(value)) {
    writer.unsigned(kinds.whole);
    writer.signed(value);
  } else {
    writer.unsigned(kinds.double);
    writer.double(value);
  }
}

/** Reads what `writeReadValue` wrote. Throws on a kind that is not known. */
export function readReadValue(reader: ByteReader): ReadValue {
  const kind = reader.unsigned();
  switch (kind) {
    case kinds.nothing:
      return null;
    case kinds.no:
      return false;
    case kinds.yes:
      return true;
    case kinds.whole:
      return reader.signed();
    case kinds.double:
      return reader.double();
    case kinds.text:
      return reader.text();
    default:
      throw new Error(`Cannot read an outbox: the kind ${kind} of a value is not known`);
  }
}
