import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { CustomerTraits } from '#contracts/customer-traits.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import { joinAccounts, linksAccount, mergeAccounts } from './account-links.ts';
import { joinTraits, mergeTraits } from './merge-traits.ts';
import { addRefusedJoins } from './refused-joins.ts';
import { traitsTold } from './traits-told.ts';

/** Whether an event tells anything of its customer that is kept beside the profile. Ordinary events do not. */
export function tellsOfCustomer(plan: TrackingPlan, event: CanonicalEvent): boolean {
  return traitsTold(plan, event) !== null || linksAccount(event);
}

/** What is kept beside a profile once these events have told their part. Neither order nor repetition of them matters. */
export function takeInTraits(
  plan: TrackingPlan,
  stored: CustomerTraits,
  events: readonly CanonicalEvent[],
): CustomerTraits {
  return {
    ...stored,
    traits: mergeTraits(plan, stored.traits, events),
    accounts: mergeAccounts(stored.accounts, events),
  };
}

/** What is kept of a user once a visitor's is joined into it. A visitor has no refused joins of its own. */
export function joinCustomerTraits(user: CustomerTraits, visitor: CustomerTraits): CustomerTraits {
  return {
    traits: joinTraits(user.traits, visitor.traits),
    accounts: joinAccounts(user.accounts, visitor.accounts),
    refusedJoins: addRefusedJoins(user.refusedJoins, visitor.refusedJoins.joins),
    unsettled: user.unsettled,
  };
}
