import { compileProperty } from '#domain/features/property-of-event.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import type { CellLaw } from './cell-law.ts';
import { checkBound, mostKept } from './check-bound.ts';

/**
 * How often each declared value was seen. The list ends with the last value that was. As bytes: its length, then the counts.
 */
export const tally: CellLaw<'tally'> = {
  kind: 'tally',
  ofEvent(plan, spec) {
    checkBound('values', spec.values.length, mostKept);
    const positions = new Map(spec.values.map((value, position) => [value, position]));
    if (positions.size !== spec.values.length) throw new Error('Cannot count values: one of them is named twice');
    const selects = compileSelector(plan, spec.of);
    const propertyOf = compileProperty(spec.property);
    return (event, found) => {
      if (!selects(event, found)) return null;
      const value = propertyOf(event);
      const isPlain = value !== undefined && typeof value !== 'object';
      const position = isPlain ? positions.get(String(value)) : undefined;
      if (position === undefined) return null;
      const counts = new Array<number>(position + 1).fill(0);
      counts[position] = 1;
      return { kind: 'tally', counts };
    };
  },
  merge(_, a, b) {
    const [longer, shorter] = a.counts.length >= b.counts.length ? [a.counts, b.counts] : [b.counts, a.counts];
    return { kind: 'tally', counts: longer.map((count, position) => count + (shorter[position] ?? 0)) };
  },
  forms: 1,
  formOf: () => 0,
  write(writer, { counts }) {
    writer.unsigned(counts.length);
    for (const count of counts) writer.unsigned(count);
  },
  read(reader) {
    const counts: number[] = [];
    for (let left = reader.unsigned(); left > 0; left -= 1) counts.push(reader.unsigned());
    return { kind: 'tally', counts };
  },
  // Each value seen fewer than 16,384 times.
  plannedBytes: (spec) => (spec.values.length < 128 ? 1 : 2) + spec.values.length * 2,
};
