import type { Random } from '#infra/local/demo/random.ts';
import type { Cast } from './draw-cast.ts';
import { hourMs, type Scene } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';

/** The share of a browser's events that it sends again once it is a user's. */
const share = 0.12;

/** What browsers sent before somebody claimed them and send again afterwards, when another profile has counted it. */
export function drawEchoes(random: Random, scene: Scene, cast: Cast, sends: readonly Send[]): Send[] {
  const lastMs = scene.startMs + scene.spanMs + hourMs;
  const claimedMs = new Map<string, number>();
  for (const { tenant, anonymousId, claims } of cast.visitors) {
    const [first] = claims;
    if (first !== undefined) claimedMs.set(`${tenant}|${anonymousId}`, Math.min(...claims.map((claim) => claim.atMs)));
  }
  return sends.flatMap((send) => {
    const { tenant, anonymousId, userId, timeMs } = send.deed;
    const joinedMs = userId === null ? claimedMs.get(`${tenant}|${anonymousId}`) : undefined;
    if (joinedMs === undefined || timeMs > joinedMs || send.isRepeat || !random.chance(share)) return [];
    const atMs = Math.ceil(Math.min(lastMs, Math.max(send.atMs, joinedMs) + random.exponential(4 * hourMs)));
    return [{ ...send, atMs: Math.max(send.atMs, atMs), isRepeat: true, door: 'http' as const }];
  });
}
