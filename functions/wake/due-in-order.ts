import { type DueItem, type WakeIndex, wakeShards } from '#ports/wake-index.ts';

/** How many items of a shard are read at once. Where little is due, one question tells all. */
export const itemsPerPage = 1_000;

/** A shard of which fewer wait is read on before it runs dry, so that all shards are read together. */
const refillBelow = itemsPerPage / 2;

type Shard = { readonly number: number; waiting: DueItem[]; last: DueItem | null; isRead: boolean };

/** The index, and who is told of a shard that could not be read: its items stay due. */
export type DueSource = {
  readonly index: WakeIndex;
  readonly onFailure: (shard: number, error: unknown) => void;
};

async function readOn({ index, onFailure }: DueSource, shard: Shard, nowMs: number): Promise<void> {
  if (shard.isRead || shard.waiting.length >= refillBelow) return;
  try {
    const found = await index.due(shard.number, nowMs, itemsPerPage, shard.last);
    shard.waiting.push(...found);
    shard.last = found.at(-1) ?? shard.last;
    shard.isRead = found.length < itemsPerPage;
  } catch (error) {
    shard.isRead = true;
    onFailure(shard.number, error);
  }
}

/** Takes from a shard what is due until then. */
function takeUntil(shard: Shard, untilMs: number): DueItem[] {
  const count = shard.waiting.findIndex((item) => item.dueMs > untilMs);
  return shard.waiting.splice(0, count === -1 ? shard.waiting.length : count);
}

/**
 * Everything that is due, the longest overdue of all shards first, in rounds: each is in order of lateness, and nothing in a
 * later one is due before anything in an earlier one. At most 1,500 items of each shard are in memory at once.
 */
export async function* dueInOrder(source: DueSource, nowMs: number): AsyncGenerator<DueItem[]> {
  const shards = Array.from({ length: wakeShards }, (_, number): Shard => {
    return { number, waiting: [], last: null, isRead: false };
  });
  for (;;) {
    await Promise.all(shards.map((shard) => readOn(source, shard, nowMs)));
    const goingOn = shards.filter((shard) => !shard.isRead);
    // What has not been read of a shard yet is not due before the last of it that was.
    const untilMs = Math.min(...goingOn.map((shard) => shard.last?.dueMs ?? Number.NEGATIVE_INFINITY));
    const round = shards.flatMap((shard) => takeUntil(shard, untilMs));
    if (round.length > 0) yield round.sort((a, b) => a.dueMs - b.dueMs);
    if (goingOn.length === 0) return;
  }
}
