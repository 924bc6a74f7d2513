import type { CellDay } from '#domain/features/cell.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import { dayOf } from '#domain/profile/profile-state.ts';
import type { CellLaw } from './cell-law.ts';
import { checkBound, mostDays } from './check-bound.ts';
import { compileSum } from './compile-sum.ts';
import { dayForms, formOfDays, readDays, writeDays } from './day-list.ts';
import { mergeDays, newestDays } from './merge-days.ts';

function join(a: CellDay, b: CellDay): CellDay {
  return { day: a.day, count: a.count + b.count, sum: a.sum + b.sum };
}

/** Counts and sums by UTC day, for the newest days. As bytes: see `writeDays`. */
export const days: CellLaw<'days'> = {
  kind: 'days',
  ofEvent(plan, spec) {
    checkBound('days', spec.days, mostDays);
    const selects = compileSelector(plan, spec.of);
    const sumOf = compileSum(spec.sum);
    return (event, found) => {
      if (!selects(event, found)) return null;
      return { kind: 'days', days: [{ day: dayOf(event.timeMs), count: 1, sum: sumOf(event, found) }] };
    };
  },
  merge: (spec, a, b) => ({ kind: 'days', days: newestDays(mergeDays(a.days, b.days, join), spec.days) }),
  forms: dayForms,
  formOf: (cell) => formOfDays(cell.days),
  write: (writer, cell, form, referenceMs) => writeDays(writer, cell.days, form, dayOf(referenceMs)),
  read: (reader, form, referenceMs) => ({ kind: 'days', days: readDays(reader, form, dayOf(referenceMs)) }),
  // The newest of them within 63 days; fewer than 128 events a day, with fewer than 2^21 units (20,971.52 of money).
  plannedBytes: (spec) => 1 + (spec.days < 128 ? 1 : 2) + spec.days * (spec.sum === null ? 1 : 4),
};
