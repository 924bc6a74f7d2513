import type { Random } from '#infra/local/demo/random.ts';
import { dayMs, hourMs, type Scene } from './draw-scene.ts';
import type { Deed, Flaw } from './sim-event.ts';

/** One copy of an event on its way: in a call (`http`) or put on the queue directly (`queue`). */
export type Send = {
  readonly deed: Deed;
  readonly flaw: Flaw;
  readonly atMs: number;
  readonly isRepeat: boolean;
  readonly door: 'http' | 'queue';
};

/** Past the end of the span, so that what is held back to the end still arrives. */
const lastSendMs = (scene: Scene) => scene.startMs + scene.spanMs + hourMs;

/** Well within the horizon, so that no first copy depends on which attempt of its call gets through. */
const mostHeldBackMs = 25 * dayMs;

function firstSend(random: Random, scene: Scene, deed: Deed): Send {
  const delayMs = !random.chance(scene.heldBack)
    ? random.exponential(3_000)
    : random.chance(0.8)
      ? random.exponential(8 * hourMs)
      : Math.min(mostHeldBackMs, random.exponential(6 * dayMs));
  const atMs = Math.ceil(Math.min(Math.max(deed.timeMs, lastSendMs(scene)), deed.timeMs + delayMs));
  return { deed, flaw: 'none', atMs, isRepeat: false, door: random.chance(0.03) ? 'queue' : 'http' };
}

/** How much later a client sends the same again: at once, after a time-out, after hours, after a week or two. */
function drawRepeatDelayMs(random: Random): number {
  const kind = random.next();
  if (kind < 0.25) return 0;
  if (kind < 0.55) return random.exponential(20_000);
  if (kind < 0.75) return random.exponential(5 * hourMs);
  return random.next() * 14 * dayMs;
}

function repeatOf(random: Random, scene: Scene, send: Send): Send {
  const atMs = Math.min(Math.max(send.atMs, lastSendMs(scene)), send.atMs + Math.ceil(drawRepeatDelayMs(random)));
  return { ...send, atMs, isRepeat: true, door: random.chance(0.05) ? 'queue' : 'http' };
}

/** Events are sent when they happen, or late; some are sent two or three times. */
export function drawSends(random: Random, scene: Scene, deeds: readonly Deed[]): Send[] {
  const sends: Send[] = [];
  for (const deed of deeds) {
    const first = firstSend(random, scene, deed);
    sends.push(first);
    if (random.chance(scene.repeats)) sends.push(repeatOf(random, scene, first));
    if (random.chance(scene.repeats / 3)) sends.push(repeatOf(random, scene, first));
  }
  return sends;
}
