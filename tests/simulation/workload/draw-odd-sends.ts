import type { JsonObject } from '#contracts/json.ts';
import type { Random } from '#infra/local/demo/random.ts';
import type { DeedIds } from './deed-ids.ts';
import type { Cast } from './draw-cast.ts';
import { type Doer, drawDeed, makeDeed } from './draw-deed.ts';
import { dayMs, hourMs, type Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';

function drawDoer(random: Random, cast: Cast): Doer {
  if (cast.visitors.length > 0 && random.chance(0.25)) {
    const { tenant, anonymousId } = random.pick(cast.visitors);
    return { tenant, user: null, anonymousId };
  }
  const user = random.pick(cast.users);
  return { tenant: user.tenant, user, anonymousId: null };
}

type Odd = { readonly random: Random; readonly scene: Scene; readonly ids: DeedIds; readonly cast: Cast };

function drawTimeMs({ random, scene }: Odd): number {
  return Math.floor(scene.startMs + random.next() * scene.spanMs);
}

/**
 * Days or weeks old when it is sent, or more than a month, or just about one. Just about one only by the queue: through
 * HTTP the moment of the attempt that gets through would decide.
 */
function ancient(odd: Odd): Send {
  const { random, ids, cast } = odd;
  const atMs = drawTimeMs(odd);
  const [door, ageMs] = random.pick([
    ['queue', 30 * dayMs + (random.next() - 0.5) * 10 * 60_000],
    ['http', (5 + random.next() * 23) * dayMs],
    ['http', (32 + random.next() * 25) * dayMs],
    ['queue', (32 + random.next() * 25) * dayMs],
  ] as const);
  const doer = drawDoer(random, cast);
  const deed = drawDeed(random, doer, ids(doer.tenant), Math.floor(atMs - ageMs));
  return { deed, flaw: 'none', atMs, isRepeat: false, door };
}

/** A clock that is days ahead. Through HTTP its time would be corrected, so it comes by the queue. */
function ahead(odd: Odd): Send {
  const { random, ids, cast } = odd;
  const atMs = drawTimeMs(odd);
  const doer = drawDoer(random, cast);
  const aheadMs = Math.floor((60 + random.next() * 300) * dayMs);
  const deed = drawDeed(random, doer, ids(doer.tenant), atMs + aheadMs);
  return { deed, flaw: 'future', atMs, isRepeat: false, door: 'queue' };
}

function flawed(odd: Odd): Send {
  const { random, ids, cast } = odd;
  const doer = drawDoer(random, cast);
  const timeMs = drawTimeMs(odd);
  const flaw = random.pick(['schema', 'schema', 'no customer', 'too large'] as const);
  const properties: JsonObject = flaw === 'schema' ? { total: random.pick(['a lot', null, [1], '1e400']) } : {};
  if (flaw === 'too large') properties['letter'] = 'x'.repeat(33_000);
  const content = { type: 'track' as const, name: 'Order Completed', properties: { total: 1, ...properties } };
  const made = makeDeed(doer, ids(doer.tenant), timeMs, content);
  const deed = flaw === 'no customer' ? { ...made, userId: null, anonymousId: null } : made;
  const door = flaw !== 'too large' && random.chance(0.4) ? 'queue' : 'http';
  return { deed, flaw, atMs: timeMs, isRepeat: false, door };
}

/** Draws events that are late, early or broken, a handful a run; some of them are sent twice as well. */
export function drawOddSends(random: Random, scene: Scene, ids: DeedIds, cast: Cast): Send[] {
  const odd: Odd = { random, scene, ids, cast };
  const times = <T>(most: number, draw: (odd: Odd) => T) =>
    Array.from({ length: random.below(most + 1) }, () => draw(odd));
  const sends = [...times(8, ancient), ...times(3, ahead), ...times(6, flawed)];
  const again = sends
    .filter(() => random.chance(0.25))
    .map((send) => {
      return { ...send, atMs: send.atMs + Math.ceil(random.exponential(hourMs)), isRepeat: true };
    });
  return [...sends, ...again];
}
