import { type CellValue, longestText, type ValueSource } from '#domain/features/cell.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import { compareValues, compileValue } from '#domain/features/value-of-event.ts';
import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import type { CellLaw, CellOf } from './cell-law.ts';
import { checkSettings } from './check-settings.ts';
import { compareSetAt, splitRank, withRank } from './setting-order.ts';

type Latest = CellOf<'latest'>;

/** The later of two; of two of the same moment and setting the greater value. */
function later(a: Latest, b: Latest): Latest {
  return (compareSetAt(a, b) || compareValues(a.value, b.value)) >= 0 ? a : b;
}

function formOf({ value }: Latest): 0 | 1 | 2 | 3 | 4 {
  if (typeof value === 'string') return 0;
  if (typeof value === 'boolean') return value ? 4 : 3;
  return Number.isSafeInteger(value) && Math.abs(value) < 2 ** 52 ? 1 : 2;
}

function writeValue(writer: ByteWriter, value: CellValue): void {
  if (typeof value === 'string') writer.text(value);
  else if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) < 2 ** 52) writer.signed(value);
  else if (typeof value === 'number') writer.double(value);
}

function readValue(reader: ByteReader, form: number): CellValue {
  if (form === 0) return reader.text();
  if (form === 1) return reader.signed();
  return form === 2 ? reader.double() : form === 4;
}

function plannedBytesOf(source: ValueSource): number {
  if (source.from === 'constant') {
    if (typeof source.value === 'string') return 1 + Buffer.byteLength(source.value);
    return typeof source.value === 'number' ? 8 : 0;
  }
  return { text: 1 + longestText, number: 8, boolean: 0, time: 7 }[source.type];
}

/**
 * The value that was set last. As bytes: the time with the rank (`setting-order.ts`), and the value by its form: text, whole
 * number (zigzag), double, false, true.
 */
export const latest: CellLaw<'latest'> = {
  kind: 'latest',
  ofEvent(plan, spec) {
    checkSettings(spec.settings, (reason) => new Error(`Cannot keep the latest value: ${reason}`));
    const settings = spec.settings.map(({ on, to }, rank) => ({
      rank,
      selects: compileSelector(plan, on),
      valueIn: compileValue(to),
    }));
    return (event, found) => {
      let set: Latest | null = null;
      for (const { rank, selects, valueIn } of settings) {
        const value = selects(event, found) ? valueIn(event) : null;
        if (value === null) continue;
        const one: Latest = { kind: 'latest', timeMs: event.timeMs, rank, value };
        set = set === null ? one : later(set, one);
      }
      return set;
    };
  },
  merge: (_, a, b) => later(a, b),
  forms: 5,
  formOf,
  write(writer, { timeMs, rank, value }, _, referenceMs) {
    writer.signed(withRank(referenceMs - timeMs, rank));
    writeValue(writer, value);
  },
  read(reader, form, referenceMs) {
    const { distanceMs, rank } = splitRank(reader.signed());
    return { kind: 'latest', timeMs: referenceMs - distanceMs, rank, value: readValue(reader, form) };
  },
  // Set within 198 days (with the rank up to 8 years take 6 bytes); texts of one byte a character.
  plannedBytes: (spec) => 6 + Math.max(...spec.settings.map(({ to }) => plannedBytesOf(to))),
};
