import type { Random } from '#infra/local/demo/random.ts';
import type { DeedIds } from './deed-ids.ts';
import { packImport, type SimMessage } from './direct-messages.ts';
import type { Cast } from './draw-cast.ts';
import { type Doer, drawDeed } from './draw-deed.ts';
import { dayMs, type Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';
import { shuffled } from './shuffled.ts';

/** How far back imported history goes. */
const oldestMs = 300 * dayMs;

function drawImport(random: Random, scene: Scene, ids: DeedIds, doer: Doer, index: number): SimMessage[] {
  const atMs = Math.floor(scene.startMs + random.next() * scene.spanMs);
  const asOfMs = random.chance(0.5) ? null : atMs - random.below(20 * dayMs);
  const untilMs = asOfMs ?? atMs;
  const sends = Array.from({ length: 5 + random.below(35) }, (): Send => {
    const timeMs = untilMs - random.below(oldestMs);
    const deed = drawDeed(random, doer, ids(doer.tenant), timeMs);
    return { deed, flaw: 'none', atMs, isRepeat: false, door: 'queue' };
  });
  // What users told of themselves would decide about e-mails of the present.
  const told = sends.filter((send) => send.deed.type !== 'identify');
  const again = told.filter(() => random.chance(0.2)).map((send) => ({ ...send, isRepeat: true }));
  const repeated = again.map((send) => ({ ...send, atMs: atMs + random.below(2 * dayMs) }));
  return [...packImport(told, index, asOfMs), ...packImport(repeated, index, asOfMs)];
}

/** Draws, in some runs, imports of the history of a few users; some of whom nobody has heard of yet. */
export function drawImports(random: Random, scene: Scene, ids: DeedIds, cast: Cast): SimMessage[] {
  if (!random.chance(0.2)) return [];
  const known = shuffled(random, cast.users).slice(0, 1 + random.below(2));
  const doers = known.map((user): Doer => ({ tenant: user.tenant, user, anonymousId: null }));
  const [first] = known;
  const stranger = first === undefined ? [] : [{ ...first, userId: 'user-of-old' }];
  doers.push(...stranger.map((user) => ({ tenant: user.tenant, user, anonymousId: null })));
  return doers.flatMap((doer, index) => drawImport(random, scene, ids, doer, index));
}
