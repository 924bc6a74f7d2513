import { compileSelector } from '#domain/features/select-event.ts';
import type { CellLaw, CellOf } from './cell-law.ts';
import { compileSum } from './compile-sum.ts';
import { readSum, sumFormOf, sumForms, writeSum } from './sum-form.ts';

type Totals = CellOf<'totals'>;

function merge(a: Totals, b: Totals): Totals {
  return {
    kind: 'totals',
    count: a.count + b.count,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    sum: a.sum + b.sum,
  };
}

/** How many, the first and the last time, and a sum. As bytes: count, last time, last − first, sum. */
export const totals: CellLaw<'totals'> = {
  kind: 'totals',
  ofEvent(plan, spec) {
    const selects = compileSelector(plan, spec.of);
    const sumOf = compileSum(spec.sum);
    return (event, found) => {
      if (!selects(event, found)) return null;
      const { timeMs } = event;
      return { kind: 'totals', count: 1, firstMs: timeMs, lastMs: timeMs, sum: sumOf(event, found) };
    };
  },
  merge: (_, a, b) => merge(a, b),
  forms: sumForms,
  formOf: (cell) => sumFormOf([cell]),
  write(writer, cell, form, referenceMs) {
    writer.unsigned(cell.count);
    writer.signed(referenceMs - cell.lastMs);
    writer.unsigned(cell.lastMs - cell.firstMs);
    writeSum(writer, form, cell.sum);
  },
  read(reader, form, referenceMs) {
    const count = reader.unsigned();
    const lastMs = referenceMs - reader.signed();
    const firstMs = lastMs - reader.unsigned();
    return { kind: 'totals', count, firstMs, lastMs, sum: readSum(reader, form) };
  },
  // Below two million events, the last of them within 198 days; a sum below 343,597,383.68 in hundredths.
  plannedBytes: (spec) => 3 + 5 + 6 + (spec.sum === null ? 0 : 5),
};
