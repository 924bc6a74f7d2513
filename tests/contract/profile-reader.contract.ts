import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { examplePage, exampleProfile, exampleRun, newCustomer } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';
import { walkPages } from './walk-pages.ts';

/** What every profile reader does, whatever it is made of. */
export function describeProfileReader(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    test.each([1, 7, 100])(`${name} profiles gives each profile once, in pages of %i`, async (limit) => {
      const { profiles, runs, reader } = await open();
      const customers = Array.from({ length: 20 }, newCustomer);
      for (const customer of customers) {
        await profiles.put(exampleProfile(customer));
        await profiles.putPage(examplePage(customer, 0));
        await profiles.putTraits(customer.tenant, customer.customerId, { ...noCustomerTraits, version: 1, traits: {} });
        await runs.putRun(exampleRun(customer));
      }
      const found = await walkPages(limit, (page) => reader.profiles('shop', page));
      const byId = found.toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));
      const expected = customers.toSorted((a, b) => (a.customerId < b.customerId ? -1 : 1));
      expect(byId).toEqual(expected.map((customer) => exampleProfile(customer)));
    });

    test(`${name} profiles gives nothing of a tenant without customers`, async () => {
      const { reader } = await open();
      expect(await walkPages(5, (page) => reader.profiles('nobody', page))).toEqual([]);
    });

    test(`${name} profiles refuses a page token that is malformed`, async () => {
      const { reader } = await open();
      await expect(reader.profiles('shop', { limit: 5, next: 'nonsense' })).rejects.toThrow(
        'Cannot go on with the list: the page token "nonsense" is malformed',
      );
    });

    test(`${name} profiles never shows another tenant's customers`, async () => {
      const customers = fc.uniqueArray(fc.record({ tenant: tenants, customerId: customerIds }), {
        minLength: 1,
        maxLength: 6,
        selector: (customer) => JSON.stringify(customer),
      });
      await fc.assert(
        fc.asyncProperty(customers, tenants, async (all, tenant) => {
          const { profiles, reader } = await open();
          for (const customer of all) await profiles.put(exampleProfile(customer));
          const found = await walkPages(2, (page) => reader.profiles(tenant, page));
          const own = all.filter((customer) => customer.tenant === tenant).map((customer) => customer.customerId);
          expect(found.map((record) => record.customerId).toSorted()).toEqual(own.toSorted());
          expect(found.every((record) => record.tenant === tenant)).toBe(true);
        }),
        { numRuns: 25 },
      );
    });
  });
}
