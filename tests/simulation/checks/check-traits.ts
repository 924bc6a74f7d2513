import { isDeepStrictEqual } from 'node:util';
import type { Json } from '#contracts/json.ts';
import type { Deed } from '../workload/sim-event.ts';
import type { ExpectedWorld } from './expected-world.ts';
import { type SeenWorld, shownCustomer } from './seen-world.ts';

type Told = { readonly value: Json; readonly timeMs: number; readonly eventId: string };

/** Of each trait what events of a type told last; of two things told at the same time, that of the greater event id. */
export function latestTraits(deeds: readonly Deed[], type: 'identify' | 'group' = 'identify'): Record<string, Told> {
  const told = deeds
    .filter((deed) => deed.type === type)
    .toSorted((a, b) => a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1));
  const latest: Record<string, Told> = {};
  for (const { id, timeMs, properties } of told) {
    for (const [name, value] of Object.entries(properties)) latest[name] = { value, timeMs, eventId: id };
  }
  return latest;
}

/** What is stored of each customer is what they told last. */
export function checkTraits(expected: ExpectedWorld, seen: SeenWorld): string[] {
  const differences: string[] = [];
  for (const [key, deeds] of expected.counted) {
    const wanted = latestTraits(deeds);
    const got = seen.traits.get(key) ?? {};
    if (isDeepStrictEqual(wanted, { ...got })) continue;
    differences.push(
      `${shownCustomer(key)}: expected the traits ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`,
    );
  }
  return differences;
}
