import { compileSelector } from '#domain/features/select-event.ts';
import type { CellLaw } from './cell-law.ts';
import { checkBound, mostKept } from './check-bound.ts';

/** Both newest first → the newest `keep` of both together. */
function newest(a: readonly number[], b: readonly number[], keep: number): number[] {
  const times: number[] = [];
  let i = 0;
  let j = 0;
  while (times.length < keep) {
    const left = a[i];
    const right = b[j];
    if (left !== undefined && (right === undefined || left >= right)) {
      times.push(left);
      i += 1;
    } else if (right !== undefined) {
      times.push(right);
      j += 1;
    } else break;
  }
  return times;
}

/** The newest times, each event for itself. As bytes: how many, the newest, then how much earlier than the one before each is. */
export const recent: CellLaw<'recent'> = {
  kind: 'recent',
  ofEvent(plan, spec) {
    checkBound('recent times', spec.keep, mostKept);
    const selects = compileSelector(plan, spec.of);
    return (event, found) => (selects(event, found) ? { kind: 'recent', timesMs: [event.timeMs] } : null);
  },
  merge: (spec, a, b) => ({ kind: 'recent', timesMs: newest(a.timesMs, b.timesMs, spec.keep) }),
  forms: 1,
  formOf: () => 0,
  write(writer, { timesMs }, _, referenceMs) {
    const [newestMs = referenceMs] = timesMs;
    writer.unsigned(timesMs.length);
    writer.signed(referenceMs - newestMs);
    for (let index = 1; index < timesMs.length; index += 1) {
      writer.unsigned((timesMs[index - 1] ?? 0) - (timesMs[index] ?? 0));
    }
  },
  read(reader, _, referenceMs) {
    const count = reader.unsigned();
    const timesMs = [referenceMs - reader.signed()];
    while (timesMs.length < count) timesMs.push((timesMs.at(-1) ?? 0) - reader.unsigned());
    return { kind: 'recent', timesMs };
  },
  // The newest within 198 days, and less than 397 days between two.
  plannedBytes: (spec) => (spec.keep < 128 ? 1 : 2) + spec.keep * 5,
};
