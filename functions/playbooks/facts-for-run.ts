import type { ProfileRecord } from '#contracts/profile-record.ts';
import { type CustomerFacts, customerFacts } from '#domain/playbooks/customer-facts.ts';
import { mergeStates } from '#domain/profile/merge-states.ts';
import type { PlaybookDependencies } from './playbook-dependencies.ts';

/**
 * What a run may know of its customer. One who has become part of another is in no segment any more, so that the run takes no
 * more steps; what it hoped for is looked for in both.
 */
export async function factsForRun(
  { definitions, profiles }: Pick<PlaybookDependencies, 'definitions' | 'profiles'>,
  profile: ProfileRecord,
  nowMs: number,
): Promise<CustomerFacts> {
  const own = customerFacts(definitions, profile, nowMs, null);
  if (profile.joined === null) return own;
  const into = await profiles.load(profile.tenant, profile.joined.into, 'consistent');
  if (into === null) return own;
  const theirs = customerFacts(definitions, into, nowMs, null);
  // Between taking a state in and emptying it, both hold it: sums are then twice too high, but a goal looks at the latest times.
  return {
    ...theirs,
    memberships: own.memberships,
    state: mergeStates(definitions.folding.customer, theirs.state, own.state),
  };
}
