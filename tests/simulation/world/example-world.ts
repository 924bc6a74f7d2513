import type { FaultRates, Plan } from '../plan.ts';
import { noSpoiler, type Spoiler } from '../spoiler.ts';
import { createWorld, type World } from './world.ts';

/** When the worlds of the engine's own tests begin. */
export const exampleStartMs = Date.UTC(2026, 0, 5);

const hourMs = 3_600_000;

/** Nothing goes wrong. */
export const noFaults: FaultRates = {
  throttle: 0,
  lostRequest: 0,
  lostAnswer: 0,
  crash: 0,
  staleRead: 0,
  queueRepeat: 0,
  lostAcknowledgement: 0,
  streamRepeat: 0,
  refusedEntry: 0,
  emailRefused: 0,
  emailUncertain: 0,
};

/** A plan in which nothing happens, but for what a test asks for; faults, if any, last for an hour. */
export function examplePlan(changes: Partial<Omit<Plan, 'faults'>>, faults: Partial<FaultRates> = {}): Plan {
  return {
    seed: 1,
    startMs: exampleStartMs,
    endMs: exampleStartMs + hourMs,
    calls: [],
    direct: [],
    faults: { ...noFaults, ...faults },
    faultsUntilMs: exampleStartMs + hourMs,
    outage: null,
    deployment: null,
    olderItems: [],
    ...changes,
  };
}

/** The world of such a plan. */
export function exampleWorld(
  faults: Partial<FaultRates> = {},
  changes: Partial<Omit<Plan, 'faults'>> = {},
  spoiler: Spoiler = noSpoiler,
): World {
  return createWorld(examplePlan(changes, faults), spoiler, { tracing: false });
}

/** Runs a world to its end. */
export function runToEnd(world: World): Promise<void> {
  return world.scheduler.drain(10_000, () => 'the test has not ended');
}
