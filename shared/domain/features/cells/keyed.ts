import type { KeyedEntry } from '#domain/features/cell.ts';
import { hashOfValue } from '#domain/features/hash-of-value.ts';
import { compileNumber, scaleOf } from '#domain/features/number-of-event.ts';
import { compileProperty } from '#domain/features/property-of-event.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import type { CellLaw } from './cell-law.ts';
import { checkBound, mostKept } from './check-bound.ts';
import { checkSettings } from './check-settings.ts';
import { compareSetAt, splitRank, withRank } from './setting-order.ts';
import { readSum, sumFormOf, sumForms, writeSum } from './sum-form.ts';

/** Newest first; of two at once the greater key first. */
function compareEntries(a: KeyedEntry, b: KeyedEntry): number {
  return b.timeMs - a.timeMs || b.key - a.key;
}

/** What was set later; of two of the same moment and setting the greater number. */
function later(a: KeyedEntry, b: KeyedEntry): KeyedEntry {
  return (compareSetAt(a, b) || a.number - b.number) >= 0 ? a : b;
}

/**
 * Each key once, with what was set last, the `keep` that were set most lately. A key that is among these in the whole is so in
 * the part that has its last setting, for in a part fewer keys are as late.
 */
function withEntry(entries: readonly KeyedEntry[], one: KeyedEntry, keep: number): readonly KeyedEntry[] {
  const at = entries.findIndex(({ key }) => key === one.key);
  const own = entries[at];
  const entry = own === undefined ? one : later(own, one);
  if (entry === own) return entries;
  const others = own === undefined ? entries.slice() : entries.toSpliced(at, 1);
  const position = others.findIndex((other) => compareEntries(entry, other) < 0);
  others.splice(position === -1 ? others.length : position, 0, entry);
  if (others.length > keep) others.length = keep;
  return others;
}

function merged(a: readonly KeyedEntry[], b: readonly KeyedEntry[], keep: number): readonly KeyedEntry[] {
  return b.reduce((entries, one) => withEntry(entries, one, keep), a);
}

function sumsOf(entries: readonly KeyedEntry[]): { readonly sum: number }[] {
  return entries.map(({ number }) => ({ sum: number }));
}

/** Whether all events share one key, so that it need not be written. */
function isOneKey(entries: readonly KeyedEntry[]): boolean {
  return entries.length === 1 && entries[0]?.key === 0;
}

function formOfEntries(entries: readonly KeyedEntry[]): number {
  return sumFormOf(sumsOf(entries)) + (isOneKey(entries) ? sumForms : 0);
}

function writeKey(writer: ByteWriter, key: number): void {
  writer.raw(Uint8Array.of(key & 255, (key >>> 8) & 255, (key >>> 16) & 255, key >>> 24));
}

function readKey(reader: ByteReader): number {
  const [a = 0, b = 0, c = 0, d = 0] = reader.raw(4);
  return (a | (b << 8) | (c << 16) | (d << 24)) >>> 0;
}

/**
 * For each key the number that was set last. As bytes: how many keys, then for each: how much earlier than the one before it was
 * set (the first: than the reference, zigzag), with the rank (`setting-order.ts`), the number as in `sum-form.ts`, the key in 4
 * bytes. One key of 0 is not written.
 */
export const keyed: CellLaw<'keyed'> = {
  kind: 'keyed',
  ofEvent(plan, spec) {
    checkBound('keys', spec.keep, mostKept);
    checkSettings(spec.settings, (reason) => new Error(`Cannot keep the latest number of each key: ${reason}`));
    const scale = scaleOf(spec.settings.map(({ to }) => to));
    const settings = spec.settings.map(({ on, to }, rank) => ({
      rank,
      selects: compileSelector(plan, on),
      numberOf: compileNumber(to, scale),
    }));
    const keyOf = spec.key === null ? null : compileProperty(spec.key);
    return (event, found) => {
      let set: KeyedEntry | null = null;
      for (const { rank, selects, numberOf } of settings) {
        if (!selects(event, found)) continue;
        const key = keyOf === null ? 0 : hashOfValue(keyOf(event));
        const number = numberOf(event, found);
        if (key === null || number === null) continue;
        const one = { key, timeMs: event.timeMs, rank, number };
        set = set === null ? one : later(set, one);
      }
      return set === null ? null : { kind: 'keyed', entries: [set] };
    };
  },
  merge: (spec, a, b) => ({ kind: 'keyed', entries: merged(a.entries, b.entries, spec.keep) }),
  forms: 2 * sumForms,
  formOf: (cell) => formOfEntries(cell.entries),
  write(writer, { entries }, form, referenceMs) {
    if (form < sumForms) writer.unsigned(entries.length);
    let beforeMs: number | null = null;
    for (const { key, timeMs, rank, number } of entries) {
      if (beforeMs === null) writer.signed(withRank(referenceMs - timeMs, rank));
      else writer.unsigned(withRank(beforeMs - timeMs, rank));
      writeSum(writer, form % sumForms, number);
      if (form < sumForms) writeKey(writer, key);
      beforeMs = timeMs;
    }
  },
  read(reader, form, referenceMs) {
    const count = form < sumForms ? reader.unsigned() : 1;
    const entries: KeyedEntry[] = [];
    let timeMs = referenceMs;
    for (let index = 0; index < count; index += 1) {
      const { distanceMs, rank } = splitRank(index === 0 ? reader.signed() : reader.unsigned());
      timeMs -= distanceMs;
      const number = readSum(reader, form % sumForms);
      entries.push({ key: form < sumForms ? readKey(reader) : 0, timeMs, rank, number });
    }
    return { kind: 'keyed', entries };
  },
  // Numbers below 2^27 units (1,342,177.28 of money), times as those of `recent` and a byte for the rank.
  plannedBytes(spec) {
    if (spec.key === null) return 6 + 4;
    return (spec.keep < 128 ? 1 : 2) + spec.keep * (4 + 6 + 4);
  },
};
