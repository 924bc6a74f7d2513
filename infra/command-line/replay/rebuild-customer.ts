import type { AccountLinks } from '#contracts/account-link.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import { accountCustomerOf } from '#domain/profile/customer-of.ts';
import { freezeProfile } from '#domain/profile/join-profiles.ts';
import { registerOf } from '#domain/profile/member-register.ts';
import { rebuildingTime, rebuildProfile } from '#domain/profile/rebuild-profile.ts';
import { rebuildTraits } from '#domain/profile/rebuild-traits.ts';
import type { RelationsAsked } from '#domain/profile/relations-asked.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import type { PopulationStore } from '#ports/population-store.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { isIdentical } from './decide-customer.ts';
import type { ExaminedCustomer } from './examine-partition.ts';

export type RebuildSettings = {
  readonly profiles: ProfileStore;
  readonly populations: Pick<PopulationStore, 'at'>;
  readonly definitions: RetentionDefinitions;
  /** What the definitions ask of accounts and their members. */
  readonly asked: RelationsAsked;
  readonly tenant: string;
  readonly nowMs: number;
  readonly correlationId: string;
};

/** Tells accounts of a member before its own traits do, as for a live event: once they say so, nobody tells them any more. */
async function tellAccounts(
  { profiles, tenant, asked }: RebuildSettings,
  { customerId, stored }: ExaminedCustomer,
  { links }: AccountLinks,
): Promise<void> {
  if (customerId.startsWith(anonymousPrefix)) return;
  const known = new Set(stored.traits.accounts.links.map(({ accountId }) => accountId));
  for (const { accountId } of links) {
    const account = known.has(accountId) ? null : accountCustomerOf(accountId);
    if (account !== null) await profiles.putMember(tenant, account, customerId, registerOf(asked, stored.owner));
  }
}

/**
 * Makes visitors who are in the archive alone part of the customer, for the state that is to be written holds their events: what
 * comes of theirs from now on is then the customer's. False if one is stored meanwhile.
 */
async function takeLostVisitors(settings: RebuildSettings, { customerId: into, archived, stored }: ExaminedCustomer) {
  const { profiles, tenant, nowMs, correlationId } = settings;
  const known = new Set(stored.visitors.map(({ customerId }) => customerId));
  for (const customerId of archived.visitors) {
    if (known.has(customerId)) continue;
    const about = { tenant, customerId, record: null, into, mode: 'replay', nowMs, correlationId } as const;
    const frozen = { ...freezeProfile(about), joined: { into, absorbed: true } };
    if ((await profiles.put(frozen)) === 'conflict') return false;
    await profiles.putJoin(tenant, into, customerId, frozen.judgedMs);
  }
  return true;
}

async function noteVisitors({ profiles, tenant }: RebuildSettings, { customerId, stored }: ExaminedCustomer) {
  for (const visitor of stored.visitors) {
    if (visitor.joined?.into !== customerId) continue;
    await profiles.putJoin(tenant, customerId, visitor.customerId, visitor.judgedMs);
  }
}

/**
 * A visitor who has become part of a user meanwhile keeps no traits of its own: what was decided about it and not sent yet must
 * find no address. Its traits are the user's by then.
 */
async function emptyIfTakenIn({ profiles, tenant }: RebuildSettings, customerId: string): Promise<void> {
  if (!customerId.startsWith(anonymousPrefix)) return;
  const record = await profiles.load(tenant, customerId, 'consistent');
  if (record?.joined?.absorbed !== true) return;
  const { version } = await profiles.loadTraits(tenant, customerId);
  const put = await profiles.putTraits(tenant, customerId, { version: version + 1, ...noCustomerTraits });
  if (put === 'conflict') throw new Error(`Cannot empty the traits of ${customerId}: another wrote them`);
}

async function writeRebuilt(settings: RebuildSettings, examined: ExaminedCustomer): Promise<boolean> {
  const { profiles, definitions, tenant, nowMs, correlationId } = settings;
  const { customerId, archived, stored, newIds } = examined;
  const { folded } = archived;
  const { latest } = folded;
  if (latest === null) throw new Error(`Cannot rebuild ${customerId}: the archive has none of its events`);
  const { version, ...before } = stored.traits;
  const told = rebuildTraits(folded, before);
  if (JSON.stringify(told) !== JSON.stringify(before)) {
    await tellAccounts(settings, examined, told.accounts);
    const put = await profiles.putTraits(tenant, customerId, { ...told, version: version + 1 });
    if (put === 'conflict') return false;
  }
  if (isIdentical(archived, { ...stored, traits: { ...stored.traits, ...folded.told } })) return true;
  const about = { record: stored.owner, asOfMs: folded.isAllHistory ? folded.asOfMs : null, nowMs };
  const { record, page } = rebuildProfile(definitions, {
    ...{ tenant, customerId, state: folded.state, newIds, ...about },
    cause: { kind: 'event', eventId: latest.id, eventName: latest.name },
    population: await settings.populations.at(tenant, rebuildingTime(about).nowMs),
    correlationId,
  });
  if (!(await takeLostVisitors(settings, examined))) return false;
  // Lost together with the user, or never written: playbooks ask there what was sent to its visitors.
  await noteVisitors(settings, examined);
  if (page !== null) await profiles.putPage(page);
  return (await profiles.put(record)) === 'written';
}

/**
 * Writes the profile that a customer's archived events give, over the very version that was compared: false if another
 * wrote meanwhile, and then nothing has changed but perhaps the traits, which are those of the archive whatever the
 * profile says, and whose visitors are.
 */
export async function rebuildCustomer(settings: RebuildSettings, examined: ExaminedCustomer): Promise<boolean> {
  const isWritten = await writeRebuilt(settings, examined);
  await emptyIfTakenIn(settings, examined.customerId);
  return isWritten;
}
