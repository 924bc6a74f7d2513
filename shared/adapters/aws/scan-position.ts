/** Where a walk over a table is: in which of its segments, and behind which item of it; null: at the segment's beginning. */
export type ScanPosition = { readonly segment: number; readonly token: string | null };

export function scanPosition({ segment, token }: ScanPosition): string {
  return `${segment}:${token ?? ''}`;
}

/** The inverse of `scanPosition`; null is the beginning. Throws on a text that is none. */
export function parseScanPosition(position: string | null, totalSegments: number): ScanPosition {
  if (position === null) return { segment: 0, token: null };
  const parts = /^(\d{1,6}):([\w-]*)$/.exec(position);
  const segment = Number(parts?.[1] ?? Number.NaN);
  const token = parts?.[2] ?? '';
  if (!(segment < totalSegments)) {
    throw new Error(`Cannot go on with the walk: the position "${position.slice(0, 40)}" is malformed; begin anew`);
  }
  return { segment, token: token === '' ? null : token };
}
