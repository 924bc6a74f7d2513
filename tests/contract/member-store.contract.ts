import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { maximumMembers, type ProfileStore } from '#ports/profile-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

/** What every profile store knows of who belongs to which account, whatever it is made of. */
export function describeMemberStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let profiles: ProfileStore;
    beforeAll(async () => {
      profiles = (await open()).profiles;
    });

    test(`${name} loadMembers gives the users that putMember was told of, once each, in the order of their ids`, async () => {
      const { tenant, customerId } = newCustomer();
      const account = `account:${customerId}`;
      expect(await profiles.loadMembers(tenant, account)).toEqual([]);
      const users = ['#', 'Zoë', 'ada', 'é', '\uFFFF', '🦀'];
      for (const user of [...users.toReversed(), ...users]) await profiles.putMember(tenant, account, user);
      expect(await profiles.loadMembers(tenant, account)).toEqual(users);
    });

    test(`${name} loadMembers gives the first ${maximumMembers} where there are more`, async () => {
      const { tenant, customerId } = newCustomer();
      const users = Array.from({ length: maximumMembers + 20 }, (_, index) => `${'é'.repeat(196)}${1000 + index}`);
      await Promise.all(users.map((user) => profiles.putMember(tenant, customerId, user)));
      expect(await profiles.loadMembers(tenant, customerId)).toEqual(users.slice(0, maximumMembers));
    });

    test(`${name} never gives members to another account, whatever the ids are made of`, async () => {
      const account = fc.record({ tenant: tenants, customerId: customerIds });
      await fc.assert(
        fc.asyncProperty(account, account, customerIds, async (own, other, user) => {
          fc.pre(own.tenant !== other.tenant || own.customerId !== other.customerId);
          const store = (await open()).profiles;
          await store.putMember(own.tenant, own.customerId, user);
          await store.putJoin(own.tenant, own.customerId, 'anonymous:x', startMs);
          expect(await store.loadMembers(other.tenant, other.customerId)).toEqual([]);
          expect(await store.loadMembers(own.tenant, own.customerId)).toEqual([user]);
        }),
        { numRuns: 40 },
      );
    });
  });
}
