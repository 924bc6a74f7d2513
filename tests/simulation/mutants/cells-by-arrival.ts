import type { CellDay } from '#domain/features/cell.ts';
import type { Mutant } from '../mutant.ts';
import { noSpoiler } from '../spoiler.ts';
import { withMerge } from './spoilt-definitions.ts';

export const lastWrittenWins: Mutant = {
  name: 'the last to come wins',
  what: 'keeps of a register what came last, instead of what was set last',
  spoil: {
    ...noSpoiler,
    definitions: (definitions) => withMerge(definitions, ['latest'], (_kept, _own, other) => other),
  },
};

/** The days of both, of which those that are too many leave from the oldest of what was there. */
function trimmedByArrival(own: readonly CellDay[], come: readonly CellDay[], kept: number): CellDay[] {
  const days = new Map(own.map((one) => [one.day, one]));
  for (const one of come) {
    const before = days.get(one.day);
    days.set(one.day, { day: one.day, count: one.count + (before?.count ?? 0), sum: one.sum + (before?.sum ?? 0) });
  }
  const arrived = new Set(come.map((one) => one.day));
  const leaving = own.filter((one) => !arrived.has(one.day)).slice(0, Math.max(0, days.size - kept));
  for (const { day } of leaving) days.delete(day);
  return [...days.values()].sort((a, b) => a.day - b.day);
}

export const windowByArrival: Mutant = {
  name: 'a window trimmed by arrival',
  what: 'keeps the days that came last, instead of the newest of the calendar',
  spoil: {
    ...noSpoiler,
    definitions: (definitions) =>
      withMerge(definitions, ['days'], ({ spec, merge }, own, other) => {
        if (own.kind !== 'days' || other.kind !== 'days' || spec.kind !== 'days') return merge(own, other);
        return { kind: 'days', days: trimmedByArrival(own.days, other.days, spec.days) };
      }),
  },
};
