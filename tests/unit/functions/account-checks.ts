import { expect } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { drawnAccounts } from './account-history.ts';
import { accountRetention } from './account-retention.ts';
import type { AccountWorld } from './account-world.ts';
import { tenant } from './example-events.ts';

/** Who belongs to an account, who of them is in a segment, and what follows: looked up one by one in what is stored. */
async function bruteForce(world: AccountWorld, accountId: string) {
  const members = new Map<string, string[]>();
  for (const item of world.table.all()) {
    const [owner = '', sk = ''] = [item['pk']?.S, item['sk']?.S];
    if (sk !== 'traits' || owner.includes('|account:') || owner.includes('|anonymous:')) continue;
    const userId = owner.slice(tenant.length + 1);
    const { accounts: links } = await world.profiles.loadTraits(tenant, userId);
    if (!links.links.some((link) => link.accountId === accountId)) continue;
    members.set(userId, await world.segmentsOf(userId));
  }
  const count = (segment: string) => [...members.values()].filter((segments) => segments.includes(segment)).length;
  return { members, counts: { count: members.size, inSegments: { keen: count('keen'), quiet: count('quiet') } } };
}

/** Every account that anybody belongs to has counted its members rightly, and everybody knows how their accounts stand. */
export async function expectSettled(world: AccountWorld): Promise<void> {
  for (const accountId of drawnAccounts) {
    const { members, counts } = await bruteForce(world, accountId);
    const record = await world.record(`account:${accountId}`);
    if (members.size === 0) {
      expect(record?.relations.members ?? null).toBeNull();
      continue;
    }
    expect([accountId, record?.relations.members]).toEqual([accountId, counts]);
    const isLively = Object.hasOwn(record?.memberships ?? {}, 'lively');
    expect([accountId, isLively]).toEqual([accountId, counts.inSegments.keen >= 2]);
  }
  for (const userId of await usersOf(world)) {
    const { accounts: links, unsettled } = await world.profiles.loadTraits(tenant, userId);
    const standings = await Promise.all(links.links.map((link) => world.segmentsOf(`account:${link.accountId}`)));
    const isInGoodCompany = standings.some((segments) => segments.includes('lively'));
    expect([userId, (await world.segmentsOf(userId)).includes('in-good-company')]).toEqual([userId, isInGoodCompany]);
    expect(unsettled).toEqual([]);
  }
}

/** Everybody who has a profile and is no visitor and no account. */
export async function usersOf(world: AccountWorld): Promise<string[]> {
  const owners = world.table.all().flatMap((item) => (item['sk']?.S === 'profile' ? [item['pk']?.S ?? ''] : []));
  const ids = owners.map((owner) => owner.slice(tenant.length + 1));
  return ids.filter((id) => !id.startsWith('account:') && !id.startsWith('anonymous:'));
}

/** What all events that name an account come to, folded at once. */
export function accountStateOf(accountId: string, events: readonly CanonicalEvent[]): Uint8Array {
  const own = events.filter((event) => event.accountId === accountId);
  const { account } = accountRetention.folding;
  return encodeState(own.reduce((state, event) => foldEvent(account, state, event), emptyProfileState));
}

/** Every account has counted each of the events that name it, once. No two of them may be the same event. */
export async function expectCounted(world: AccountWorld, events: readonly CanonicalEvent[]): Promise<void> {
  for (const accountId of drawnAccounts) {
    const record = await world.record(`account:${accountId}`);
    if (record === null) expect(events.some((event) => event.accountId === accountId)).toBe(false);
    else expect([accountId, record.state]).toEqual([accountId, accountStateOf(accountId, events)]);
  }
}
