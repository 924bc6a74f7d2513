import type { Evidence } from '../evidence.ts';
import type { SimPlan } from '../workload/sim-event.ts';
import { checkAcceptance } from './check-acceptance.ts';
import { checkAccountProfiles } from './check-account-profiles.ts';
import { checkAccounts } from './check-accounts.ts';
import { checkActing } from './check-acting.ts';
import { checkArchive } from './check-archive.ts';
import { checkBacklog } from './check-backlog.ts';
import { checkCommands } from './check-commands.ts';
import { checkDeadLetters } from './check-dead-letters.ts';
import { checkEmails } from './check-emails.ts';
import { checkFlows } from './check-flows.ts';
import { checkItemSizes } from './check-item-sizes.ts';
import { checkJoins } from './check-joins.ts';
import { checkLateness } from './check-lateness.ts';
import { checkMemberships } from './check-memberships.ts';
import { checkOutage } from './check-outage.ts';
import { checkRests } from './check-rests.ts';
import { checkRuns } from './check-runs.ts';
import { checkStates } from './check-states.ts';
import { checkTotals } from './check-totals.ts';
import { checkTraits } from './check-traits.ts';
import { checkTransitions } from './check-transitions.ts';
import { type ExpectedWorld, expectWorld } from './expected-world.ts';
import { readEvidence, type SeenWorld } from './seen-world.ts';

/** Compares what must be with what is; returns readable differences, none if all is well. */
export type Check = (expected: ExpectedWorld, seen: SeenWorld) => string[];

/** Every check, by what it looks at. */
export const checks: Readonly<Record<string, Check>> = {
  states: checkStates,
  totals: checkTotals,
  acceptance: checkAcceptance,
  archive: checkArchive,
  joins: checkJoins,
  traits: checkTraits,
  accounts: checkAccounts,
  'account profiles': checkAccountProfiles,
  transitions: checkTransitions,
  flows: checkFlows,
  memberships: checkMemberships,
  lateness: checkLateness,
  backlog: checkBacklog,
  acting: checkActing,
  runs: checkRuns,
  rests: checkRests,
  commands: checkCommands,
  'e-mails': checkEmails,
  'dead letters': checkDeadLetters,
  outage: checkOutage,
  'item sizes': checkItemSizes,
};

/** Looks at everything that was read of a run; returns readable differences, each with the check that found it. */
export function differencesIn(expected: ExpectedWorld, seen: SeenWorld): string[] {
  return Object.entries(checks).flatMap(([name, check]) =>
    check(expected, seen).map((difference) => `${name}: ${difference}`),
  );
}

/** Reads what a run left behind, and looks at it. Throws if something stored is malformed. */
export function differencesOf(plan: SimPlan, evidence: Evidence): string[] {
  const seen = readEvidence(evidence);
  return differencesIn(expectWorld(plan, seen), seen);
}
