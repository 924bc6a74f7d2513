import { unpackEventIds } from '#domain/profile/event-ids.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { itemBytes } from './item-bytes.ts';
import { type SeenWorld, shownCustomer, type Write } from './seen-world.ts';

/** One write unit. */
const budgetBytes = 1_024;

/** Fewer ids than this may stay where they are: a page for them would cost more than it saves. */
const fewIds = 8;

/** Whether the budget holds for an item: layout 1, which older code writes in some runs, had none. */
const hasBudget = ({ item }: Write) => item['body'] !== undefined;

function largest(writes: readonly Write[]): number {
  return writes.filter(hasBudget).reduce((most, { item }) => Math.max(most, itemBytes(item)), 0);
}

/** The largest profile item that was ever written in the layout of today, in bytes. */
export function largestItemBytes(seen: SeenWorld): number {
  return Math.max(0, ...[...seen.writes.values()].map(largest));
}

/**
 * No profile costs more than one write unit, unless the ids of one batch alone are too many: then all earlier ids must have
 * left for a page.
 */
export function checkItemSizes(_expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, writes] of seen.writes) {
    for (const [index, write] of writes.entries()) {
      if (!hasBudget(write)) continue;
      const { record, item } = write;
      const bytes = itemBytes(item);
      if (bytes <= budgetBytes) continue;
      const before = new Set(unpackEventIds(writes[index - 1]?.record.recentEventIds ?? new Uint8Array()));
      const kept = unpackEventIds(record.recentEventIds).filter((id) => before.has(id)).length;
      if (kept < fewIds) continue;
      differences.push(
        `${shownCustomer(key)}: version ${record.version} has ${bytes} bytes, with ${kept} ids that could have left`,
      );
    }
  }
  return differences;
}
