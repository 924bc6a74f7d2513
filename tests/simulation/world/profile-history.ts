import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import type { World } from './world.ts';

/** Versions of profiles that were current not long ago. */
export type ProfileHistory = {
  /** Tells of a write. */
  record(item: Item): void;
  /** What an eventually consistent read of a profile may give: the current item, or by chance an earlier one. */
  eventually(partition: string, current: Item | null): Item | null;
};

/** How far behind a read may be. */
const longestLagMs = 60_000;

/** How many versions of a customer are remembered; older ones are not read again. */
const versionsKept = 6;

type Version = { readonly item: Item; readonly fromMs: number };

const isFirst = (item: Item) => item['version']?.N === '1';

/** Makes the memory of what eventually consistent reads may still see. */
export function createProfileHistory(world: World): ProfileHistory {
  const versions = new Map<string, Version[]>();

  /** What was replaced within the lag, null where there was nothing before. */
  const replaced = (partition: string): (Item | null)[] => {
    const sinceMs = world.scheduler.nowMs() - longestLagMs;
    const known = versions.get(partition) ?? [];
    const earlier = known.slice(0, -1).filter((_, index) => (known[index + 1]?.fromMs ?? 0) > sinceMs);
    const items: (Item | null)[] = earlier.map((version) => version.item);
    const [first] = known;
    if (first !== undefined && first.fromMs > sinceMs && isFirst(first.item)) items.push(null);
    return items;
  };

  return {
    record(item) {
      if (text(item, 'sk') !== profileSortKey) return;
      const partition = text(item, 'pk');
      const known = versions.get(partition) ?? [];
      versions.set(partition, known);
      known.push({ item, fromMs: world.scheduler.nowMs() });
      if (known.length > versionsKept) known.shift();
    },
    eventually(partition, current) {
      if (!world.faults.isOn() || !world.random.chance(world.faults.rates.staleRead)) return current;
      const candidates = replaced(partition);
      if (candidates.length === 0) return current;
      world.faults.count('stale read of a profile');
      return candidates[world.random.below(candidates.length)] ?? null;
    },
  };
}
