import type { HalfHours } from '#domain/features/cell.ts';

/** Half hours of a day without one between: the first, 0 to 47, and how many. */
export type HalfHourRun = { readonly start: number; readonly length: number };

/** Whether anything happened in the half hour that begins `position` × 30 minutes after midnight. */
export function isActiveIn({ before, after }: HalfHours, position: number): boolean {
  return position < 24 ? (before & (1 << position)) !== 0 : (after & (1 << (position - 24))) !== 0;
}

/** The runs of a day, ascending. */
export function runsOf(day: HalfHours): HalfHourRun[] {
  const runs: HalfHourRun[] = [];
  let start: number | null = null;
  for (let position = 0; position < 48; position += 1) {
    const isActive = isActiveIn(day, position);
    if (isActive && start === null) start = position;
    if (isActive || start === null) continue;
    runs.push({ start, length: position - start });
    start = null;
  }
  if (start !== null) runs.push({ start, length: 48 - start });
  return runs;
}

/** The day with one more run. */
export function withRun(day: HalfHours, { start, length }: HalfHourRun): HalfHours {
  let { before, after } = day;
  for (let position = start; position < start + length; position += 1) {
    if (position < 24) before |= 1 << position;
    else after |= 1 << (position - 24);
  }
  return { day: day.day, before, after };
}
