import type { Random } from '#infra/local/demo/random.ts';
import type { DeedIds } from './deed-ids.ts';
import type { Cast, User, Visitor } from './draw-cast.ts';
import { type Doer, drawDeed, makeDeed, traitsAt } from './draw-deed.ts';
import { hourMs, type Scene } from './draw-scene.ts';
import type { Deed } from './sim-event.ts';

const minuteMs = 60_000;

type Life = { readonly random: Random; readonly scene: Scene; readonly ids: DeedIds };

function onGrid(scene: Scene, timeMs: number): number {
  const endMs = scene.startMs + scene.spanMs;
  const inside = Math.min(endMs, Math.max(scene.startMs, timeMs));
  return Math.floor(inside / scene.gridMs) * scene.gridMs;
}

/** Moments of a life: sessions of some minutes in a few spells of some hours, with silence between the spells. */
function drawMoments({ random, scene }: Life, count: number): number[] {
  const spells = Array.from({ length: 1 + random.below(2) }, () => scene.startMs + random.next() * scene.spanMs);
  const moments: number[] = [];
  while (moments.length < count) {
    let timeMs = random.pick(spells) + random.exponential(6 * hourMs);
    for (let left = 2 + random.below(9); left > 0 && moments.length < count; left -= 1) {
      moments.push(onGrid(scene, timeMs));
      timeMs += random.exponential(2 * minuteMs);
    }
  }
  return moments.sort((a, b) => a - b);
}

function lifeOfUser(life: Life, cast: Cast, user: User, count: number): Deed[] {
  const { random, scene, ids } = life;
  const own = cast.visitors.filter((visitor) => visitor.claims.some((claim) => claim.user === user));
  const asUser: Doer = { tenant: user.tenant, user, anonymousId: null };
  return drawMoments(life, count).map((timeMs, index) => {
    if (index === 0 && random.chance(0.8)) {
      const properties = traitsAt(random, user, timeMs);
      return makeDeed(asUser, ids(user.tenant), timeMs, { type: 'identify', name: 'Identify', properties });
    }
    const browser = own.length > 0 && random.chance(0.3) ? random.pick(own).anonymousId : null;
    return drawDeed(random, { ...asUser, anonymousId: browser }, ids(user.tenant), onGrid(scene, timeMs));
  });
}

function claimsOf({ random, scene, ids }: Life, visitor: Visitor): Deed[] {
  const { tenant, anonymousId } = visitor;
  return visitor.claims.flatMap(({ user, atMs, by }) => {
    const timeMs = onGrid(scene, atMs);
    const times = random.chance(0.25) ? [timeMs, onGrid(scene, timeMs + random.exponential(hourMs))] : [timeMs];
    return times.map((one) =>
      by === 'identify'
        ? makeDeed({ tenant, user, anonymousId }, ids(tenant), one, {
            type: 'identify',
            name: 'Identify',
            properties: traitsAt(random, user, one),
          })
        : makeDeed({ tenant, user, anonymousId: null }, ids(tenant), one, {
            type: 'alias',
            name: 'Alias',
            properties: { previousId: anonymousId },
          }),
    );
  });
}

/** A browser without a user: before, while and after somebody claims it. */
function lifeOfVisitor(life: Life, visitor: Visitor, count: number): Deed[] {
  const { random, scene, ids } = life;
  const { tenant, anonymousId } = visitor;
  const around = visitor.claims.flatMap(({ atMs }) =>
    Array.from({ length: 6 }, () => onGrid(scene, atMs + (random.next() - 0.5) * 3 * minuteMs)),
  );
  const moments = [...drawMoments(life, Math.max(2, count - around.length)), ...around];
  return moments.map((timeMs) => drawDeed(random, { tenant, user: null, anonymousId }, ids(tenant), timeMs));
}

/** A user's hundreds of events at about one moment, as when a phone was offline for a flight. */
function drawBurst(life: Life, cast: Cast): Deed[] {
  const { random, scene, ids } = life;
  const user = cast.users[0];
  if (user === undefined || !scene.hasBurst) return [];
  const startMs = scene.startMs + (0.1 + random.next() * 0.7) * scene.spanMs;
  const doer: Doer = { tenant: user.tenant, user, anonymousId: null };
  return Array.from({ length: 205 + random.below(100) }, (_, index) =>
    drawDeed(random, doer, ids(user.tenant), onGrid(scene, startMs + index * 50)),
  );
}

export type Lives = { readonly ordinary: readonly Deed[]; readonly burst: readonly Deed[] };

/** Draws everything that the cast does, each customer in the order of time. */
export function drawLives(random: Random, scene: Scene, ids: DeedIds, cast: Cast): Lives {
  const life: Life = { random, scene, ids };
  const all = [...cast.users, ...cast.visitors];
  const total = all.reduce((sum, one) => sum + one.weight, 0);
  const share = (weight: number) => Math.max(2, Math.round((scene.deeds * weight) / total));
  const ordinary = [
    ...cast.users.flatMap((user) => lifeOfUser(life, cast, user, share(user.weight))),
    ...cast.visitors.flatMap((visitor) => lifeOfVisitor(life, visitor, share(visitor.weight))),
    ...cast.visitors.flatMap((visitor) => claimsOf(life, visitor)),
  ];
  return { ordinary: withTies(random, cast, ordinary), burst: drawBurst(life, cast) };
}

function isTellingUser(deed: Deed): boolean {
  // Who refuses from some time on must not be told to have agreed at a later one.
  return deed.type === 'identify' && deed.userId !== null && !('unsubscribed' in deed.properties);
}

/** Lets some users tell two things of themselves at the very same moment: then only the event's id can decide. */
function withTies(random: Random, { claimsFromMs }: Cast, deeds: readonly Deed[]): Deed[] {
  const lastOf = new Map<string, number>();
  return deeds.map((deed) => {
    if (!isTellingUser(deed)) return deed;
    const key = `${deed.tenant}|${deed.userId}`;
    const before = lastOf.get(key);
    const isTied = before !== undefined && before < deed.timeMs && random.chance(0.4);
    const isTooEarly = isTied && deed.anonymousId !== null && before < claimsFromMs;
    const timeMs = isTied && !isTooEarly ? before : deed.timeMs;
    lastOf.set(key, timeMs);
    return { ...deed, timeMs };
  });
}
