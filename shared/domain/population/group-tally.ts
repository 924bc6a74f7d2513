import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Subject } from '#domain/features/cell.ts';
import { createSample, mostSampled, type Sample } from './sample.ts';

/** What is added up of one segment. */
export type SegmentTally = { members: number; heldBack: number; notJudged: number; revenueMinor: number };

/** What is added up of one feature, over those for whom it has a value. */
export type FeatureTally = { customers: number; sum: number };

/**
 * What is added up of the customers, or of the accounts, of one tenant: of those who are live, or of those who are all
 * history.
 */
export type GroupTally = {
  readonly tenant: string;
  readonly subject: Subject;
  readonly clock: ProfileRecord['clock'];
  /** Of history: the time at which features are read, the latest at which one of them was judged. */
  readMs: number;
  /** Whether some were read earlier than that, because nobody knew it yet. */
  isUneven: boolean;
  /** How often they are counted, this time included. */
  readonly attempt: number;
  profiles: number;
  incomplete: number;
  woken: number;
  revenueMinor: number;
  /** One for each column that the sample keeps. */
  readonly features: readonly FeatureTally[];
  /** One for each declared segment of the subject. */
  readonly segments: readonly SegmentTally[];
  readonly sample: Sample;
};

export function emptyGroup(
  of: Pick<GroupTally, 'tenant' | 'subject' | 'clock' | 'readMs' | 'attempt'>,
  columns: number,
  segments: number,
): GroupTally {
  return {
    ...of,
    isUneven: false,
    profiles: 0,
    incomplete: 0,
    woken: 0,
    revenueMinor: 0,
    features: Array.from({ length: columns }, () => ({ customers: 0, sum: 0 })),
    segments: Array.from({ length: segments }, () => ({ members: 0, heldBack: 0, notJudged: 0, revenueMinor: 0 })),
    sample: createSample(mostSampled),
  };
}
