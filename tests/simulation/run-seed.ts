import { largestItemBytes } from './checks/check-item-sizes.ts';
import { latenessInPeace } from './checks/check-lateness.ts';
import { differencesIn } from './checks/differences-of.ts';
import { expectWorld } from './checks/expected-world.ts';
import { readEvidence } from './checks/seen-world.ts';
import type { Evidence } from './evidence.ts';
import { runPlan } from './run-plan.ts';
import type { Spoiler } from './spoiler.ts';
import { planOf } from './workload/plan-of.ts';
import type { SimPlan } from './workload/sim-event.ts';

/** What one run came to; plain data, so that it can go from a thread to another. */
export type SeedResult = {
  readonly seed: number;
  readonly differences: readonly string[];
  /** Different events that were sent, and copies of them that were accepted. */
  readonly events: number;
  readonly accepted: number;
  readonly puts: number;
  readonly transitions: number;
  readonly emails: number;
  readonly largestItemBytes: number;
  /** Requests that the table saw while it refused everything, and the writes that waited for it; 0 without an outage. */
  readonly outageRequests: number;
  readonly outageWrites: number;
  /** Changes by time alone that came while nothing was down, and how late the latest of them was told, in milliseconds. */
  readonly changesInPeace: number;
  readonly latestMs: number;
  /** Faults that were injected, by kind. */
  readonly injected: Readonly<Record<string, number>>;
  readonly trace: readonly string[];
};

function distinctEvents(plan: SimPlan): number {
  return new Set(plan.events.map(({ deed }) => `${deed.tenant}|${deed.id}`)).size;
}

function resultOf(plan: SimPlan, evidence: Evidence): SeedResult {
  const seen = readEvidence(evidence);
  const expected = expectWorld(plan, seen);
  const late = latenessInPeace(expected, seen);
  return {
    seed: plan.seed,
    differences: differencesIn(expected, seen),
    events: distinctEvents(plan),
    accepted: evidence.accepted.length,
    puts: evidence.puts.length,
    transitions: seen.committed.size,
    emails: evidence.emails.length,
    largestItemBytes: largestItemBytes(seen),
    outageRequests: plan.outage === null ? 0 : evidence.requestsDuringOutage,
    outageWrites: plan.outage === null ? 0 : evidence.writesDuringOutage,
    changesInPeace: late.length,
    latestMs: late.reduce((most, { lateMs }) => Math.max(most, lateMs), 0),
    injected: evidence.injected,
    trace: evidence.trace,
  };
}

function failedRun(plan: SimPlan, error: unknown): SeedResult {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const none = { outageRequests: 0, outageWrites: 0, changesInPeace: 0, latestMs: 0, injected: {}, trace: [] };
  const figures = { accepted: 0, puts: 0, transitions: 0, emails: 0, largestItemBytes: 0 };
  return {
    seed: plan.seed,
    differences: [`the run broke off: ${reason}`],
    events: distinctEvents(plan),
    ...figures,
    ...none,
  };
}

/** Plays one seed with a spoiler (`noSpoiler`: the honest product) and checks what it left behind; never throws. */
export async function runSeed(seed: number, spoiler: Spoiler, options: { tracing: boolean }): Promise<SeedResult> {
  const plan = planOf(seed);
  try {
    return resultOf(plan, await runPlan(plan, spoiler, options));
  } catch (error) {
    return failedRun(plan, error);
  }
}
