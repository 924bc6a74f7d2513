/** Something whose time has come: a profile to look at again, or a run whose wait is over. */
export type DueItem = {
  readonly kind: 'profile' | 'run';
  readonly tenant: string;
  readonly customerId: string;
  /** The run's id; empty for a profile. */
  readonly runId: string;
  readonly dueMs: number;
};

/** Finds what is due. Entries stay until what they point at is written again with a later time, or none. */
export interface WakeIndex {
  /**
   * The earliest due items of one shard, in order of their time: those that come after `after`, or the first. At most `limit`;
   * fewer only where there are no more.
   */
  due(shard: number, nowMs: number, limit: number, after: DueItem | null): Promise<DueItem[]>;
}

/**
 * Over how many shards the index is spread, so that one minute can wake a million customers: DynamoDB writes 1,000 units a second
 * to a partition, and a profile that moves in the index takes two.
 */
export const wakeShards = 64;
