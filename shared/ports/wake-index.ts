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
  /** The earliest due items of one shard, at most `limit`, in order of their time. */
  due(shard: number, nowMs: number, limit: number): Promise<DueItem[]>;
}

/** Over how many shards the index is spread, so that one minute can wake many customers. */
export const wakeShards = 8;
