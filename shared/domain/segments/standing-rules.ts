import type { SegmentDefinition, SegmentRule } from '#contracts/segment-rule.ts';

function refuseSubject(segment: SegmentDefinition, subject: SegmentDefinition['subject'], instead: string): void {
  if (segment.subject === subject) return;
  throw new Error(`Cannot ask for the segment "${segment.name}" in this way: it is of ${segment.subject}s; ${instead}`);
}

/** The customer is in one of these groups of customers that are alike. */
export function inCluster(...names: [string, ...string[]]): SegmentRule {
  return { op: 'cluster', in: names };
}

/** Is in another segment of the same kind: of customers for a customer, of accounts for an account. */
export function inSegment({ name }: SegmentDefinition): SegmentRule {
  return { op: 'segment', name };
}

/** The customer belongs to an account that is in this segment. Throws if it is a segment of customers. */
export function accountIn(segment: SegmentDefinition): SegmentRule {
  refuseSubject(segment, 'account', 'ask with inSegment for the customer itself');
  return { op: 'account in', segment: segment.name };
}

/** So many of the account's members (one, unless told otherwise) are in this segment. Throws if it is a segment of accounts. */
export function membersIn(
  segment: SegmentDefinition,
  { atLeast = 1 }: { readonly atLeast?: number } = {},
): SegmentRule {
  refuseSubject(segment, 'customer', 'ask with inSegment for the account itself');
  if (Number.isInteger(atLeast) && atLeast >= 1 && atLeast <= 100_000) {
    return { op: 'members in', segment: segment.name, atLeast };
  }
  throw new Error(`Cannot ask for ${atLeast} members in "${segment.name}": give a whole number from 1 to 100,000`);
}
