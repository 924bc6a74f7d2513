import type { ProfileRecord } from '#contracts/profile-record.ts';
import { isoTime } from '#contracts/time.ts';
import type { SegmentTransition, Transition } from '#contracts/transition.ts';
import { CommandError } from '../command-error.ts';
import { indented, minute, section } from '../customer/text-lines.ts';
import { causeText, leafText } from '../customer/transition-lines.ts';
import { wrappedRows } from '../wrapped-rows.ts';

/** Most transitions of a customer that are read. */
export const mostTransitions = 1_000;

/** Where a customer was and is. */
export type SegmentHistory = {
  readonly tenant: string;
  readonly customerId: string;
  /** Segments that it is in. */
  readonly isIn: readonly { readonly segment: string; readonly version: number; readonly since: string }[];
  /** Entries and exits, the latest first. */
  readonly transitions: readonly SegmentTransition[];
  /** Whether there are more than were read. */
  readonly hasMore: boolean;
};

function isOfSegment(transition: Transition): transition is SegmentTransition {
  return transition.type === 'Segment Entered' || transition.type === 'Segment Exited';
}

/**
 * The segments that a customer or account was in, by what the ledger and the profile say. `only`: of one segment. Throws if
 * neither knows the customer.
 */
export function segmentHistory(
  about: { readonly tenant: string; readonly customerId: string; readonly only: string | null },
  record: ProfileRecord | null,
  transitions: readonly Transition[],
): SegmentHistory {
  const { tenant, customerId, only } = about;
  if (record === null && transitions.length === 0) {
    throw new CommandError(
      `Cannot show the segments of ${customerId}: tenant ${tenant} has no such customer; ids are exact, a visitor is ` +
        'anonymous:ID and an account account:ID',
    );
  }
  const isWanted = (segment: string) => only === null || segment === only;
  const isIn = Object.entries(record?.memberships ?? {})
    .filter(([segment]) => isWanted(segment))
    .map(([segment, { version, sinceMs }]) => ({ segment, version, since: isoTime(sinceMs) }));
  return {
    tenant,
    customerId,
    isIn,
    transitions: transitions.filter(isOfSegment).filter(({ segment }) => isWanted(segment)),
    hasMore: transitions.length >= mostTransitions,
  };
}

function reasonOf({ why, mode }: SegmentTransition): string {
  const { leaf, rule, cause } = why;
  const decided = leaf === null ? rule : leafText(leaf);
  return `${decided}; ${causeText(cause)}${mode === 'replay' ? '; as history' : ''}`;
}

function rowOf(transition: SegmentTransition): string[] {
  const { type, segment, segmentVersion, occurredAt } = transition;
  const change = type === 'Segment Entered' ? 'entered' : 'left';
  return [`  ${minute(occurredAt)}`, change, segment, `v${segmentVersion}`, reasonOf(transition)];
}

/** The history for people. */
export function renderSegmentHistory({ tenant, customerId, isIn, transitions, hasMore }: SegmentHistory): string {
  const stays = isIn.map(({ segment, version, since }) => [segment, `v${version}`, `since ${minute(since)}`]);
  return [
    `Segments of ${customerId} of ${tenant} (UTC)`,
    ...section('Is in', indented(stays), 'none'),
    ...section('Entered and left (newest first)', wrappedRows(transitions.map(rowOf)), 'none yet'),
    ...(hasMore ? ['', `Only the latest ${mostTransitions} changes are shown.`] : []),
  ].join('\n');
}
