import type { SegmentSize, SegmentSizes } from '#contracts/segment-sizes.ts';
import { isoTime } from '#contracts/time.ts';
import { minute, shownValue } from '../customer/text-lines.ts';
import { alignedRows } from '../text-table.ts';

type RunningSizes = ReadonlyMap<string, number>;

/** The total of those that a segment is made of. */
function totalOf(sizes: SegmentSizes, { subject }: SegmentSize): SegmentSizes['customers'] {
  return subject === 'customer' ? sizes.customers : sizes.accounts;
}

function shareText(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`;
}

/** Members now: those that were counted, and what was announced since. */
function membersNow({ segment, members, announcedMembers }: SegmentSize, running: RunningSizes): string {
  return announcedMembers === null ? '' : String(members + (running.get(segment) ?? 0) - announcedMembers);
}

function row(sizes: SegmentSizes, size: SegmentSize, running: RunningSizes): string[] {
  const total = totalOf(sizes, size);
  return [
    size.segment,
    String(size.version),
    size.subject,
    String(size.members),
    membersNow(size, running),
    shareText(size.members, total.profiles),
    size.revenueMinor === null ? '' : shownValue(size.revenueMinor / 100, 'money'),
    size.revenueMinor === null ? '' : shareText(size.revenueMinor, total.revenueMinor ?? 0),
    String(size.heldBack),
    String(size.notJudged),
  ];
}

function totalText(what: string, { profiles, incomplete, woken, revenueMinor }: SegmentSizes['customers']): string {
  const parts = [
    `${profiles.toLocaleString('en')} ${what}`,
    ...(revenueMinor === null ? [] : [`a yearly revenue of ${shownValue(revenueMinor / 100, 'money')}`]),
    ...(incomplete === 0 ? [] : [`${incomplete} with features that are not known yet ("holdfast features backfill")`]),
    ...(woken === 0 ? [] : [`${woken} woken to be judged again`]),
  ];
  return `${parts.join(', ')}.`;
}

function countedWhen({ startedMs, endedMs }: Pick<SegmentSizes, 'startedMs' | 'endedMs'>): string {
  const [from, to] = [minute(isoTime(startedMs)), minute(isoTime(endedMs))];
  return from === to ? from : `from ${from} to ${to}`;
}

const header = [
  'segment',
  'v',
  'of each',
  'members',
  'now',
  'share',
  'yearly revenue',
  'share of it',
  'held back',
  'not judged yet',
];

/** What a survey counted, for people, and what it is now: `running` are entries less exits of each segment, as announced by now. */
export function renderSizes(tenant: string, sizes: SegmentSizes, running: RunningSizes): string {
  return [
    `Segments of ${tenant}, counted ${countedWhen(sizes)} (UTC); "now" has what was announced since:`,
    '',
    ...alignedRows([header, ...sizes.segments.map((size) => row(sizes, size, running))]),
    '',
    totalText('customers', sizes.customers),
    ...(sizes.accounts.profiles === 0 ? [] : [totalText('accounts', sizes.accounts)]),
  ].join('\n');
}
