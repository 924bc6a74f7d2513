import type { Evidence } from '../evidence.ts';
import { runPlan } from '../run-plan.ts';
import { noSpoiler } from '../spoiler.ts';
import { planOf } from '../workload/plan-of.ts';
import type { SimPlan } from '../workload/sim-event.ts';
import { latenessInPeace } from './check-lateness.ts';
import { expectWorld } from './expected-world.ts';
import { readEvidence } from './seen-world.ts';

/** Whether a plan has an outage, poison, and items of layout 1, and no code runs in it that keeps no archive. */
function isEventful({ direct, deployment, outage, olderItems }: SimPlan): boolean {
  const hasPoison = direct.some((message) => message.events.length === 0);
  return hasPoison && deployment?.kind !== 'from layout 1' && outage !== null && olderItems.length > 0;
}

/** So many that of some of them nothing else went wrong. */
const enough = 5;

/** The first such run in which e-mails were sent, and things changed by themselves while nothing was down. Throws if there is none. */
export async function eventfulRun(): Promise<{ plan: SimPlan; honest: Evidence }> {
  for (let seed = 1; seed < 10_000; seed += 1) {
    const candidate = planOf(seed);
    if (!isEventful(candidate)) continue;
    const evidence = await runPlan(candidate, noSpoiler, { tracing: false });
    const seen = readEvidence(evidence);
    const inPeace = latenessInPeace(expectWorld(candidate, seen), seen);
    if (evidence.emails.length >= enough && inPeace.length >= enough) return { plan: candidate, honest: evidence };
  }
  throw new Error('Cannot find a run with an outage, poison, older items, e-mails and changes by time');
}
