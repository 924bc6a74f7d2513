import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { memberItem } from '#adapters/aws/member-item.ts';
import type { MemberRegister } from '#contracts/relations.ts';
import { firstMemberPosition, type Member, maximumMembers, type ProfileStore } from '#ports/profile-store.ts';
import type { CustomerStores, OpenCustomerStores } from './customer-stores.ts';
import { newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

const register = (version: number, isKeen = false): MemberRegister => ({ version, segments: { keen: isKeen } });

/** All members of an account, chunk by chunk. Throws if that does not end. */
async function allMembers(store: ProfileStore, tenant: string, account: string) {
  const members: Member[] = [];
  let position = firstMemberPosition;
  for (let chunks = 1; chunks <= 20; chunks += 1) {
    const chunk = await store.loadMemberChunk(tenant, account, position);
    members.push(...chunk.members);
    if (chunk.next === null) return { members, chunks };
    position = chunk.next;
  }
  throw new Error(`Cannot read the members of ${account}: 20 requests are not enough`);
}

/** What every profile store knows of who belongs to which account, whatever it is made of. */
export function describeMemberStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let stores: CustomerStores;
    let profiles: ProfileStore;
    beforeAll(async () => {
      stores = await open();
      profiles = stores.profiles;
    });

    test(`${name} loadMembers gives the users that putMember was told of, once each, in the order of their ids`, async () => {
      const { tenant, customerId } = newCustomer();
      const account = `account:${customerId}`;
      expect(await profiles.loadMembers(tenant, account)).toEqual([]);
      const users = ['#', 'Zoë', 'ada', 'é', '\uFFFF', '🦀'];
      for (const user of [...users.toReversed(), ...users])
        await profiles.putMember(tenant, account, user, register(1));
      expect(await profiles.loadMembers(tenant, account)).toEqual(users);
    });

    test(`${name} loadMembers gives the first ${maximumMembers} where there are more`, async () => {
      const { tenant, customerId } = newCustomer();
      const users = Array.from({ length: maximumMembers + 20 }, (_, index) => `${'é'.repeat(196)}${1000 + index}`);
      await Promise.all(users.map((user) => profiles.putMember(tenant, customerId, user, register(1))));
      expect(await profiles.loadMembers(tenant, customerId)).toEqual(users.slice(0, maximumMembers));
    });

    test(`${name} putMember keeps the word of the latest version, in whatever order they come`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 12 }), async (versions) => {
          const { tenant, customerId } = newCustomer();
          for (const version of versions) await profiles.putMember(tenant, customerId, 'ada', register(version));
          const latest = register(Math.max(...versions));
          expect(await allMembers(profiles, tenant, customerId)).toMatchObject({
            members: [{ userId: 'ada', register: latest }],
          });
        }),
        { numRuns: 20 },
      );
    });

    test(`${name} putMember replaces a word of the same version: other code may ask of other segments`, async () => {
      const { tenant, customerId } = newCustomer();
      await profiles.putMember(tenant, customerId, 'ada', { version: 2, segments: {} });
      await profiles.putMember(tenant, customerId, 'ada', register(2, true));
      const { members } = await allMembers(profiles, tenant, customerId);
      expect(members).toEqual([{ userId: 'ada', register: register(2, true) }]);
    });

    test(`${name} putMember gives an older note, which says nothing of how the member stands, a register`, async () => {
      const { tenant, customerId } = newCustomer();
      const { pk, sk } = memberItem(tenant, customerId, 'ada', register(0));
      await stores.putItem({ pk: pk ?? { S: '' }, sk: sk ?? { S: '' } });
      expect((await allMembers(profiles, tenant, customerId)).members).toEqual([{ userId: 'ada', register: null }]);
      await profiles.putMember(tenant, customerId, 'ada', register(0, true));
      const { members } = await allMembers(profiles, tenant, customerId);
      expect(members).toEqual([{ userId: 'ada', register: register(0, true) }]);
    });

    test(`${name} loadMemberChunk gives every member once, in as many requests as it takes`, async () => {
      const { tenant, customerId } = newCustomer();
      const segments = Object.fromEntries(
        Array.from({ length: 200 }, (_, index) => [`${'x'.repeat(40)}${index}`, true]),
      );
      const users = Array.from({ length: 130 }, (_, index) => `user ${1_000 + index}`);
      for (const user of users) await profiles.putMember(tenant, customerId, user, { version: 1, segments });
      const { members, chunks } = await allMembers(profiles, tenant, customerId);
      expect(members).toEqual(users.map((userId) => ({ userId, register: { version: 1, segments } })));
      expect(chunks).toBeGreaterThan(1);
    });

    test(`${name} never gives members to another account, whatever the ids are made of`, async () => {
      const account = fc.record({ tenant: tenants, customerId: customerIds });
      await fc.assert(
        fc.asyncProperty(account, account, customerIds, async (own, other, user) => {
          fc.pre(own.tenant !== other.tenant || own.customerId !== other.customerId);
          const store = (await open()).profiles;
          await store.putMember(own.tenant, own.customerId, user, register(1));
          await store.putJoin(own.tenant, own.customerId, 'anonymous:x', startMs);
          expect(await store.loadMembers(other.tenant, other.customerId)).toEqual([]);
          expect((await allMembers(store, other.tenant, other.customerId)).members).toEqual([]);
          expect(await store.loadMembers(own.tenant, own.customerId)).toEqual([user]);
        }),
        { numRuns: 40 },
      );
    });
  });
}
