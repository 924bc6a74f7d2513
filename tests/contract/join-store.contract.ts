import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { maximumJoins, type ProfileStore } from '#ports/profile-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { examplePage, exampleProfile, exampleRun, newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

const joined = (visitor: string) => ({ visitor, joinedMs: startMs });

/** What every profile store knows of who was joined into whom, whatever it is made of. */
export function describeJoinStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let profiles: ProfileStore;
    beforeAll(async () => {
      profiles = (await open()).profiles;
    });

    test(`${name} loadJoins gives the visitors that putJoin was told of, once each, in the order of their ids`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await profiles.loadJoins(tenant, customerId)).toEqual([]);
      // In the order of UTF-8 bytes, which is not that of JavaScript's strings.
      const visitors = ['anonymous:', 'anonymous:#', 'anonymous:x', 'anonymous:é', 'anonymous:\uFFFF', 'anonymous:🦀'];
      for (const visitor of [...visitors.toReversed(), ...visitors]) {
        await profiles.putJoin(tenant, customerId, visitor, startMs);
      }
      expect(await profiles.loadJoins(tenant, customerId)).toEqual(visitors.map(joined));
    });

    test(`${name} loadJoins gives the first ${maximumJoins} where there are more`, async () => {
      const { tenant, customerId } = newCustomer();
      const longestId = 'é'.repeat(196);
      const visitors = Array.from({ length: maximumJoins + 20 }, (_, index) => `anonymous:${longestId}${1000 + index}`);
      await Promise.all(visitors.map((visitor) => profiles.putJoin(tenant, customerId, visitor, startMs)));
      expect(await profiles.loadJoins(tenant, customerId)).toEqual(visitors.slice(0, maximumJoins).map(joined));
    });

    test(`${name} loadJoins gives a join that an older note does not date`, async () => {
      const { profiles: fresh, putItem } = await open();
      const { tenant, customerId } = newCustomer();
      await putItem({ pk: { S: `${tenant}|${customerId}` }, sk: { S: 'joined#anonymous:x' } });
      expect(await fresh.loadJoins(tenant, customerId)).toEqual([{ visitor: 'anonymous:x', joinedMs: null }]);
    });

    test(`${name} keeps joins apart from all else in the partition`, async () => {
      const { profiles: fresh, runs } = await open();
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      await fresh.put(exampleProfile(customer));
      await fresh.putPage(examplePage(customer, 1));
      await fresh.putTraits(tenant, customerId, { ...noCustomerTraits, version: 1, traits: {} });
      await runs.putRun(exampleRun(customer));
      expect(await fresh.loadJoins(tenant, customerId)).toEqual([]);
      await fresh.putMember(tenant, customerId, 'bob', { version: 1, segments: {} });
      expect(await fresh.loadJoins(tenant, customerId)).toEqual([]);
      await fresh.putJoin(tenant, customerId, 'anonymous:x', startMs);
      expect(await fresh.loadJoins(tenant, customerId)).toEqual([joined('anonymous:x')]);
      expect(await fresh.load(tenant, customerId, 'consistent')).toEqual(exampleProfile(customer));
      expect(await fresh.load(tenant, 'anonymous:x', 'consistent')).toBeNull();
      expect(await runs.latestRun(tenant, customerId, exampleRun(customer).playbook)).toEqual(exampleRun(customer));
    });

    test(`${name} never gives joins to another customer, whatever their ids are made of`, async () => {
      const customer = fc.record({ tenant: tenants, customerId: customerIds });
      await fc.assert(
        fc.asyncProperty(customer, customer, customerIds, async (own, other, visitor) => {
          fc.pre(own.tenant !== other.tenant || own.customerId !== other.customerId);
          const store = (await open()).profiles;
          await store.putJoin(own.tenant, own.customerId, visitor, startMs);
          expect(await store.loadJoins(other.tenant, other.customerId)).toEqual([]);
          expect(await store.loadJoins(own.tenant, own.customerId)).toEqual([joined(visitor)]);
        }),
        { numRuns: 40 },
      );
    });
  });
}
