import type { SegmentSizes } from '#contracts/segment-sizes.ts';
import { isoTime } from '#contracts/time.ts';
import { alignedRows } from '../text-table.ts';

/** How many were in each segment at the last survey of each day, the latest day first. */
export type SizeHistory = {
  readonly tenant: string;
  readonly days: readonly { readonly day: string; readonly members: Readonly<Record<string, number>> }[];
};

const dayOf = ({ startedMs }: SegmentSizes) => isoTime(startedMs).slice(0, 10);

/** `surveys`: the latest first. */
export function sizeHistory(tenant: string, surveys: readonly SegmentSizes[], days: number): SizeHistory {
  const byDay = Map.groupBy(surveys, dayOf);
  const last = [...byDay].slice(0, days).map(([day, [survey]]) => {
    const members = survey?.segments.map(({ segment, members: count }) => [segment, count] as const) ?? [];
    return { day, members: Object.fromEntries(members) };
  });
  return { tenant, days: last };
}

/** The history for people: a row for each segment, the days from left to right. */
export function renderSizeHistory({ tenant, days }: SizeHistory): string {
  if (days.length === 0) return `No survey has counted the segments of ${tenant} yet; run holdfast survey.`;
  const ascending = days.toReversed();
  const names = [...new Set(days.flatMap(({ members }) => Object.keys(members)))];
  const rows = names.map((name) => [name, ...ascending.map(({ members }) => String(members[name] ?? ''))]);
  return alignedRows([['segment', ...ascending.map(({ day }) => day.slice(5))], ...rows]).join('\n');
}
