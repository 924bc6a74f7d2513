import type { SegmentSizeUnusual } from '#contracts/segment-size-unusual.ts';
import type { SegmentSize, SegmentSizes } from '#contracts/segment-sizes.ts';
import { isoTime } from '#contracts/time.ts';
import { bandDays, type SizeBand, sizeBand } from './size-band.ts';

const dayOf = ({ startedMs }: SegmentSizes) => isoTime(startedMs).slice(0, 10);

/** Of each day before, its last survey; the latest day first, as many as a band looks at. */
function daysBefore(now: SegmentSizes, surveys: readonly SegmentSizes[]): SegmentSizes[] {
  const before = surveys.filter((survey) => dayOf(survey) < dayOf(now)).toSorted((a, b) => b.startedMs - a.startedMs);
  return [...new Map(before.toReversed().map((survey) => [dayOf(survey), survey])).values()]
    .toReversed()
    .slice(0, bandDays);
}

/** The sizes of one definition of a segment, while that was in use; the latest first. */
function sizesOf({ segment, version, subject }: SegmentSize, surveys: readonly SegmentSizes[]): SegmentSize[] {
  const found = surveys.map(({ segments }) =>
    segments.find((one) => one.segment === segment && one.version === version && one.subject === subject),
  );
  return found.filter((one) => one !== undefined);
}

/** On which side of the band a size lies. */
function sideOf(size: number, { low, high }: SizeBand): 'below' | 'above' | 'within' {
  if (size < low) return 'below';
  return size > high ? 'above' : 'within';
}

function noticeOf(
  size: SegmentSize,
  surveys: readonly SegmentSizes[],
): Pick<SegmentSizeUnusual, 'usual' | 'revenueMovedMinor'> | null {
  // Whoever has not been judged yet would make it look smaller than it is.
  if (size.notJudged > 0) return null;
  const before = sizesOf(size, surveys);
  const [yesterday] = before;
  const usual = sizeBand(before.map(({ members }) => members));
  if (usual === null || yesterday === undefined) return null;
  const side = sideOf(size.members, usual);
  // It has been told of when it went there.
  if (side === 'within' || side === sideOf(yesterday.members, usual)) return null;
  const { revenueMinor } = size;
  const isKnown = revenueMinor !== null && yesterday.revenueMinor !== null;
  return { usual, revenueMovedMinor: isKnown ? revenueMinor - (yesterday.revenueMinor ?? 0) : null };
}

/**
 * The segments whose size has moved beyond its usual band since the survey of the day before. `surveys` are those of the days
 * before, in any order, more or fewer than are looked at.
 */
export function unusualSizes(
  tenant: string,
  now: SegmentSizes,
  surveys: readonly SegmentSizes[],
): SegmentSizeUnusual[] {
  const before = daysBefore(now, surveys);
  return now.segments.flatMap((size): SegmentSizeUnusual[] => {
    const notice = noticeOf(size, before);
    if (notice === null) return [];
    const { segment, version, subject, members, revenueMinor } = size;
    return [
      {
        id: `${tenant}/segment/${segment}/${now.startedMs}`,
        schemaVersion: 1,
        type: 'Segment Size Unusual',
        tenant,
        occurredAt: isoTime(now.startedMs),
        segment,
        segmentVersion: version,
        subject,
        members,
        revenueMinor,
        ...notice,
      },
    ];
  });
}
