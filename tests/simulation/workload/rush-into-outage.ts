import type { Random } from '#infra/local/demo/random.ts';
import type { Plan } from '../plan.ts';
import { dayMs } from './draw-scene.ts';
import type { Send } from './draw-sends.ts';

/** How many events come in while the table refuses everything. */
const mostEvents = 60;

/** Events of the days before, which may still be held back until then. */
const mostHeldBackMs = 20 * dayMs;

/**
 * Holds events of earlier days back until the outage, so that many writes wait in it. Repeats stay where they are: some of
 * them come before the first copy then, and the other way round it makes no difference.
 */
export function rushIntoOutage(random: Random, outage: Plan['outage'], sends: readonly Send[]): Send[] {
  if (outage === null) return [...sends];
  let left = mostEvents;
  return sends.map((send) => {
    const { timeMs } = send.deed;
    const isEarlier = timeMs < outage.fromMs && timeMs > outage.fromMs - mostHeldBackMs && send.flaw === 'none';
    if (left === 0 || send.isRepeat || !isEarlier || !random.chance(0.3)) return send;
    left -= 1;
    return { ...send, atMs: outage.fromMs + random.below(outage.untilMs - outage.fromMs) };
  });
}
