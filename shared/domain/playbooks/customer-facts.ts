import type { Population } from '#contracts/population.ts';
import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import type { Why } from '#contracts/transition.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { netMoneyMinor, type ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** What a playbook may know of a customer at the moment of a decision. */
export type CustomerFacts = {
  /** The segments that the customer is in, by name, and since when. */
  readonly memberships: ReadonlyMap<string, Membership>;
  readonly state: ProfileState;
  /** Every feature that is declared for such a customer, at this moment, for templates. */
  readonly features: Why['values'];
  readonly valueMinor: number;
};

/**
 * Reads the facts off a stored profile, at `nowMs`. A feature whose state is not complete yet has no value. `population` is the
 * snapshot that is effective then.
 */
export function customerFacts(
  definitions: RetentionDefinitions,
  record: ProfileRecord,
  nowMs: number,
  population: Population | null,
): CustomerFacts {
  const state = decodeState(record.state);
  const subject = { state, nowMs, population, relations: record.relations };
  const own = subjectOf(record.customerId);
  const features: Why['values'] = {};
  for (const [name, feature] of definitions.features) {
    if (feature.definition.subject === own) features[name] = feature.read(subject).value;
  }
  return {
    memberships: new Map(Object.entries(record.memberships)),
    state,
    features,
    valueMinor: netMoneyMinor(state),
  };
}
