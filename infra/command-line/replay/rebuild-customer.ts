import { rebuildProfile } from '#domain/profile/rebuild-profile.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { isIdentical } from './decide-customer.ts';
import type { ExaminedCustomer } from './examine-partition.ts';

export type RebuildSettings = {
  readonly profiles: ProfileStore;
  readonly definitions: RetentionDefinitions;
  readonly tenant: string;
  readonly nowMs: number;
  readonly correlationId: string;
};

async function noteVisitors({ profiles, tenant }: RebuildSettings, { customerId, stored }: ExaminedCustomer) {
  for (const visitor of stored.visitors) {
    if (visitor.joined?.into !== customerId) continue;
    await profiles.putJoin(tenant, customerId, visitor.customerId, visitor.judgedMs);
  }
}

/**
 * Writes the profile that a customer's archived events give, over the very version that was compared: false if another
 * wrote meanwhile, and then nothing has changed but perhaps the traits, which are those of the archive whatever the
 * profile says.
 */
export async function rebuildCustomer(settings: RebuildSettings, examined: ExaminedCustomer): Promise<boolean> {
  const { profiles, definitions, tenant, nowMs, correlationId } = settings;
  const { customerId, archived, stored, newIds } = examined;
  const { folded } = archived;
  const { latest } = folded;
  if (latest === null) throw new Error(`Cannot rebuild ${customerId}: the archive has none of its events`);
  const { version, refusedJoins } = stored.traits;
  const told = { ...stored.traits, traits: folded.told.traits, accounts: folded.told.accounts };
  if (JSON.stringify(told) !== JSON.stringify(stored.traits)) {
    const put = await profiles.putTraits(tenant, customerId, { ...told, refusedJoins, version: version + 1 });
    if (put === 'conflict') return false;
  }
  if (isIdentical(archived, { ...stored, traits: { ...stored.traits, ...folded.told } })) return true;
  const { record, page } = rebuildProfile(definitions, {
    tenant,
    customerId,
    record: stored.owner,
    state: folded.state,
    newIds,
    asOfMs: folded.isAllHistory ? folded.asOfMs : null,
    cause: { kind: 'event', eventId: latest.id, eventName: latest.name },
    nowMs,
    correlationId,
  });
  // Lost together with the user: playbooks ask there what was sent to its visitors.
  if (stored.owner === null) await noteVisitors(settings, examined);
  if (page !== null) await profiles.putPage(page);
  return (await profiles.put(record)) === 'written';
}
