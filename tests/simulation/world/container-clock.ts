import type { Clock } from '#ports/clock.ts';
import type { World } from './world.ts';

/** How far the clock of a container may be off, either way. Amazon Time Sync keeps it closer. */
const largestErrorMs = 200;

/**
 * The clock of a container: a little fast or slow, for as long as the container lives, while things go wrong. Not for ingest:
 * there the clock decides the time of an event whose sender's clock is ahead, and a plan says beforehand what that will be.
 */
export function containerClock({ scheduler, random, faults }: World): Clock {
  const errorMs = (random.next() - random.next()) * largestErrorMs;
  return () => Math.floor(scheduler.nowMs() + (faults.isOn() ? errorMs : 0));
}
