import type { Random } from '#infra/local/demo/random.ts';
import type { SimTenant } from './sim-sources.ts';
import { simTenants } from './sim-sources.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The large decisions of one run: how long, how much, how coarse. */
export type Scene = {
  readonly tenants: readonly SimTenant[];
  readonly startMs: number;
  /** How long customers do things. */
  readonly spanMs: number;
  /** How many different events ordinary life brings; bursts, flaws and repeats come on top. */
  readonly deeds: number;
  /** Times of events are multiples of this: the coarser, the more happens at the same time. */
  readonly gridMs: number;
  /** Most milliseconds between the first and the last event of one call, and most events in it. */
  readonly callWindowMs: number;
  readonly callEvents: number;
  /** How likely a browser is claimed by two users. */
  readonly rivalry: number;
  /** Shares of the events that are sent again, and that are sent hours or days late. */
  readonly repeats: number;
  readonly heldBack: number;
  /** Whether a hot customer sends hundreds of events in one call. */
  readonly hasBurst: boolean;
};

/** 2026-03-02T05:00:00Z: the first possible start of a run. */
const earliestStartMs = Date.UTC(2026, 2, 2, 5);

function drawSpanDays(random: Random): number {
  const kind = random.next();
  if (kind < 0.5) return 3 + random.next() * 4;
  return kind < 0.9 ? 7 + random.next() * 7 : 14 + random.next() * 26;
}

/** Draws the large decisions. */
export function drawScene(random: Random): Scene {
  const hasBurst = random.chance(0.3);
  return {
    tenants: random.chance(0.4) ? simTenants : [random.pick(simTenants)],
    startMs: earliestStartMs + random.below(365 * 24) * hourMs,
    spanMs: Math.round(drawSpanDays(random) * dayMs),
    deeds: (hasBurst ? 210 : 405) + random.below(20),
    gridMs: random.pick([1, 1_000, 1_000, 60_000]),
    callWindowMs: random.pick([2_000, 600_000, 600_000, 3_600_000, 3_600_000]),
    callEvents: random.pick([6, 20, 60]),
    rivalry: random.chance(0.4) ? 0.6 : 0,
    repeats: random.pick([0.02, 0.08, 0.2]),
    heldBack: random.pick([0, 0.08, 0.3]),
    hasBurst,
  };
}
