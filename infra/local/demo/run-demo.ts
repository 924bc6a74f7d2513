import type { LivingPopulation } from './living-population.ts';
import type { RunningHoldfast } from './running-holdfast.ts';
import { createSegmentClient } from './segment-client.ts';
import { type DemoWorld, followClock, playHistory } from './stream-population.ts';

/** How long the population has lived before one can watch it, and how long until it has caught up with the present. */
export const historyDays = 60;
export const followedDays = 30;

const dayMs = 86_400_000;
const stepMs = dayMs / 4;
const settleSeconds = 120;

export type DemoOptions = {
  readonly population: LivingPopulation;
  /** When the population began. */
  readonly fromMs: number;
  readonly hoursPerSecond: number;
  readonly signal: AbortSignal;
  readonly say: (text: string) => void;
  /** Told what is going on, in a few words. */
  readonly setPhase: (phase: string) => void;
  /** Called after each step. */
  readonly onStep: () => Promise<void>;
};

/** Streams the population until it is told to stop: its history as fast as it is taken, then at a pace to follow. */
export async function runDemo(holdfast: RunningHoldfast, options: DemoOptions): Promise<void> {
  const { stack, clock } = holdfast;
  const { population, fromMs, hoursPerSecond, signal, say, setPhase } = options;
  const historyEndMs = fromMs + historyDays * dayMs;
  const world: DemoWorld = {
    clock,
    signal,
    send: createSegmentClient({ ...stack, ...holdfast, nowMs: clock.nowMs }),
    settle: () => stack.settle({ timeoutSeconds: settleSeconds }),
    mailbox: stack.mailbox,
    onStep: async () => {
      setPhase(phaseAt(clock.nowMs(), { fromMs, historyEndMs, hoursPerSecond }));
      await options.onStep();
    },
  };
  if (population.sentUntilMs < historyEndMs) {
    const days = Math.ceil((historyEndMs - population.sentUntilMs) / dayMs);
    say(`The customers live through ${days} days of history, as fast as Holdfast takes it.`);
    await playHistory(world, population, { untilMs: historyEndMs, stepMs });
  }
  if (signal.aborted) return;
  say(`Now at a pace to follow: ${paceInWords(hoursPerSecond)}, until the present is reached.`);
  await followClock(world, population, { hoursPerSecond, pause: holdfast.pause });
}

/** The pace, such as `1 hour a second`. */
export function paceInWords(hoursPerSecond: number): string {
  return `${hoursPerSecond} hour${hoursPerSecond === 1 ? '' : 's'} a second`;
}

function phaseAt(
  virtualMs: number,
  times: { readonly fromMs: number; readonly historyEndMs: number; readonly hoursPerSecond: number },
): string {
  if (virtualMs <= times.historyEndMs) {
    return `history, day ${Math.round((virtualMs - times.fromMs) / dayMs)} of ${historyDays}`;
  }
  const hasCaughtUp = virtualMs >= times.fromMs + (historyDays + followedDays) * dayMs;
  return hasCaughtUp ? 'at the present, in real time' : `streaming, ${paceInWords(times.hoursPerSecond)}`;
}
