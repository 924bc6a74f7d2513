import type { HalfHours } from '#domain/features/cell.ts';
import { compileSelector } from '#domain/features/select-event.ts';
import { dayMs, dayOf } from '#domain/profile/profile-state.ts';
import type { ByteReader, ByteWriter } from '#domain/profile/variable-length-bytes.ts';
import type { CellLaw } from './cell-law.ts';
import { checkBound, mostDays } from './check-bound.ts';
import { type HalfHourRun, runsOf, withRun } from './half-hour-runs.ts';
import { mergeDays, newestDays } from './merge-days.ts';

const halfHourMs = 1_800_000;

function halfHourOf(timeMs: number): HalfHours {
  const day = dayOf(timeMs);
  const position = Math.floor((timeMs - day * dayMs) / halfHourMs);
  return position < 24 ? { day, before: 1 << position, after: 0 } : { day, before: 0, after: 1 << (position - 24) };
}

function join(a: HalfHours, b: HalfHours): HalfHours {
  return { day: a.day, before: a.before | b.before, after: a.after | b.after };
}

/** A run as one number: below 128, which is one byte, for one or two half hours, and for three that begin before 16:00. */
function codeOf({ start, length }: HalfHourRun): number {
  return start + 48 * (length - 1);
}

function bytesOfRuns(runs: readonly HalfHourRun[]): number {
  return runs.reduce((sum, run) => sum + (codeOf(run) < 128 ? 1 : 2), 0);
}

function writeDay(writer: ByteWriter, one: HalfHours, gap: number): void {
  const runs = runsOf(one);
  // Otherwise the 48 bits are no longer. So there are five runs at most.
  const asRuns = bytesOfRuns(runs) < 6;
  writer.unsigned(gap * 8 + (asRuns ? runs.length : 0));
  if (asRuns) for (const run of runs) writer.unsigned(codeOf(run));
  else
    writer.raw(Uint8Array.from([one.before, one.after].flatMap((bits) => [bits & 255, (bits >> 8) & 255, bits >> 16])));
}

function readDay(reader: ByteReader, day: number, runs: number): HalfHours {
  let one: HalfHours = { day, before: 0, after: 0 };
  if (runs === 0) {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = reader.raw(6);
    return { day, before: a | (b << 8) | (c << 16), after: d | (e << 8) | (f << 16) };
  }
  for (let left = runs; left > 0; left -= 1) {
    const code = reader.unsigned();
    one = withRun(one, { start: code % 48, length: Math.floor(code / 48) + 1 });
  }
  return one;
}

/**
 * In which half hours anything happened, for the newest days. As bytes, from the newest day to the oldest: reference day − newest
 * day (zigzag), number of days, then for each: (days since the one before, newer) × 8 + number of runs, the runs; or 0 runs and
 * the 48 bits.
 */
export const halfHours: CellLaw<'half hours'> = {
  kind: 'half hours',
  ofEvent(plan, spec) {
    checkBound('days of half hours', spec.days, mostDays);
    const selects = compileSelector(plan, spec.of);
    return (event, found) => (selects(event, found) ? { kind: 'half hours', days: [halfHourOf(event.timeMs)] } : null);
  },
  merge: (spec, a, b) => ({ kind: 'half hours', days: newestDays(mergeDays(a.days, b.days, join), spec.days) }),
  forms: 1,
  formOf: () => 0,
  write(writer, { days }, _, referenceMs) {
    let newer = days.at(-1)?.day ?? 0;
    writer.signed(dayOf(referenceMs) - newer);
    writer.unsigned(days.length);
    for (const one of days.toReversed()) {
      writeDay(writer, one, newer - one.day);
      newer = one.day;
    }
  },
  read(reader, _, referenceMs) {
    let day = dayOf(referenceMs) - reader.signed();
    const days: HalfHours[] = [];
    for (let left = reader.unsigned(); left > 0; left -= 1) {
      const header = reader.unsigned();
      day -= Math.floor(header / 8);
      days.push(readDay(reader, day, header % 8));
    }
    return { kind: 'half hours', days: days.reverse() };
  },
  // The newest day within 63 days, and any half hours of each.
  plannedBytes: (spec) => 1 + (spec.days < 128 ? 1 : 2) + spec.days * 7,
};
