import type { Item } from '#adapters/aws/item-attributes.ts';
import type { Random } from '#infra/local/demo/random.ts';
import type { DeedIds } from './deed-ids.ts';
import type { Cast, User } from './draw-cast.ts';
import { type Doer, drawDeed } from './draw-deed.ts';
import { dayMs, type Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';
import { olderItemsOf } from './older-items.ts';
import { shuffled } from './shuffled.ts';
import type { Deed } from './sim-event.ts';

export type History = {
  readonly deeds: readonly Deed[];
  readonly items: readonly Item[];
  /** Some of it, sent again while the run goes on. */
  readonly again: readonly Send[];
};

function drawPast(random: Random, scene: Scene, ids: DeedIds, user: User): Deed[] {
  const doer: Doer = { tenant: user.tenant, user, anonymousId: null };
  const count = 3 + random.below(90);
  const past = Array.from({ length: count }, () => {
    const timeMs = Math.floor(scene.startMs - 1 - random.next() * 20 * dayMs);
    return drawDeed(random, doer, ids(user.tenant), timeMs);
  });
  // What users told of themselves and of their firms lies in items of their own, which have no layout 1.
  return past.filter((deed) => deed.type !== 'identify' && deed.type !== 'group');
}

/** Draws users of whom something is stored already, in layout 1, when a run begins. */
export function drawHistory(random: Random, scene: Scene, ids: DeedIds, cast: Cast): History {
  const users = shuffled(random, cast.users).slice(0, 1 + random.below(3));
  const pasts = users.map((user) => drawPast(random, scene, ids, user)).filter((past) => past.length > 0);
  const deeds = pasts.flat();
  const again = deeds
    .filter(() => random.chance(0.15))
    .map((deed): Send => {
      const atMs = Math.ceil(scene.startMs + random.next() * scene.spanMs);
      return { deed, flaw: 'none', atMs, isRepeat: true, door: 'http' };
    });
  return { deeds, items: pasts.flatMap((past) => olderItemsOf(past, scene.startMs - 1)), again };
}

/** Nothing is stored yet. */
export const noHistory: History = { deeds: [], items: [], again: [] };
