import type { SegmentSize, SegmentSizes } from '#contracts/segment-sizes.ts';
import type { Subject } from '#domain/features/cell.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { revenueFeature } from './census.ts';
import type { GroupTally } from './group-tally.ts';

type Definitions = Pick<RetentionDefinitions, 'segmentsOf' | 'revenue' | 'features'>;

function sumOf<Of>(of: readonly Of[], pick: (one: Of) => number): number {
  return of.reduce((sum, one) => sum + pick(one), 0);
}

function sizesOfSubject(
  definitions: Definitions,
  groups: readonly GroupTally[],
  subject: Subject,
  announced: ReadonlyMap<string, number>,
): SegmentSize[] {
  const hasRevenue = revenueFeature(definitions, subject) !== undefined;
  return definitions.segmentsOf[subject].map(({ definition: { name, version } }, index) => {
    const tallies = groups.flatMap((group) => group.segments[index] ?? []);
    return {
      segment: name,
      version,
      subject,
      members: sumOf(tallies, (one) => one.members),
      heldBack: sumOf(tallies, (one) => one.heldBack),
      notJudged: sumOf(tallies, (one) => one.notJudged),
      revenueMinor: hasRevenue ? sumOf(tallies, (one) => one.revenueMinor) : null,
      announcedMembers: announced.get(name) ?? 0,
    };
  });
}

/**
 * How large every declared segment of a tenant is, out of what was counted of its customers and accounts. `announced`: entries less
 * exits of each segment, as announced by then.
 */
export function segmentSizesOf(
  definitions: Definitions,
  groups: readonly GroupTally[],
  { startedMs, endedMs }: Pick<SegmentSizes, 'startedMs' | 'endedMs'>,
  announced: ReadonlyMap<string, number>,
): SegmentSizes {
  const ofSubject = (subject: Subject) => groups.filter((group) => group.subject === subject);
  const totalOf = (subject: Subject) => {
    const hasRevenue = revenueFeature(definitions, subject) !== undefined;
    return {
      profiles: sumOf(ofSubject(subject), (one) => one.profiles),
      incomplete: sumOf(ofSubject(subject), (one) => one.incomplete),
      woken: sumOf(ofSubject(subject), (one) => one.woken),
      revenueMinor: hasRevenue ? sumOf(ofSubject(subject), (one) => one.revenueMinor) : null,
    };
  };
  const subjects = ['customer', 'account'] as const;
  return {
    schemaVersion: 1,
    startedMs,
    endedMs,
    customers: totalOf('customer'),
    accounts: totalOf('account'),
    segments: subjects.flatMap((subject) => sizesOfSubject(definitions, ofSubject(subject), subject, announced)),
  };
}
