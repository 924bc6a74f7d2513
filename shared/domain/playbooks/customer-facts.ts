import type { Membership, ProfileRecord } from '#contracts/profile-record.ts';
import type { Why } from '#contracts/transition.ts';
import { featureValue } from '#domain/features/feature.ts';
import { netMoneyMinor, type ProfileState } from '#domain/profile/profile-state.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';

/** What a playbook may know of a customer at the moment of a decision. */
export type CustomerFacts = {
  /** The segments that the customer is in, by name, and since when. */
  readonly memberships: ReadonlyMap<string, Membership>;
  readonly state: ProfileState;
  /** Every declared feature at this moment, for templates. */
  readonly features: Why['values'];
  readonly valueMinor: number;
};

/** Reads the facts off a stored profile, at `nowMs`. */
export function customerFacts(definitions: RetentionDefinitions, record: ProfileRecord, nowMs: number): CustomerFacts {
  const state = decodeState(record.state);
  const features: Why['values'] = {};
  for (const [name, feature] of definitions.features) features[name] = featureValue(feature, state, nowMs);
  return {
    memberships: new Map(Object.entries(record.memberships)),
    state,
    features,
    valueMinor: netMoneyMinor(state),
  };
}
