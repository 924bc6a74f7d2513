import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { maximumLoads, maximumPages, type ProfileStore } from '#ports/profile-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { exampleProfile, exampleTransition, newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

/** What every profile store does, whatever it is made of. */
export function describeProfileStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let profiles: ProfileStore;
    beforeAll(async () => {
      profiles = (await open()).profiles;
    });

    test(`${name} load gives null where nothing is`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await profiles.load(tenant, customerId)).toBeNull();
    });

    test(`${name} load gives back exactly what put was given`, async () => {
      const customer = newCustomer();
      const record = exampleProfile(customer, {
        state: Uint8Array.from({ length: 256 }, (_, byte) => byte),
        wakeAtMs: startMs + 1,
        memberships: { 'at-risk': { sinceMs: 0, version: 3 } },
        outbox: [exampleTransition(customer), exampleTransition(customer, 1, 'new')],
      });
      expect(await profiles.put(record)).toBe('written');
      expect(await profiles.load(customer.tenant, customer.customerId)).toEqual(record);
    });

    test(`${name} loadMany gives the profiles of many, in the order asked for, and null where nothing is`, async () => {
      const customers = Array.from({ length: maximumLoads - 2 }, newCustomer);
      const records = customers.map((customer, judgedMs) => exampleProfile(customer, { judgedMs }));
      await Promise.all(records.map((record) => profiles.put(record)));
      const [first = newCustomer(), ...others] = customers;
      const asked = [newCustomer(), ...others, first, first];
      expect(await profiles.loadMany(asked)).toEqual([null, ...records.slice(1), records[0], records[0]]);
      expect(await profiles.loadMany([])).toEqual([]);
    });

    test(`${name} put keeps empty bytes and drops what the version before had besides`, async () => {
      const customer = newCustomer();
      await profiles.put(exampleProfile(customer, { wakeAtMs: 5, outbox: [exampleTransition(customer)] }));
      const second = exampleProfile(customer, { version: 2, recentEventIds: new Uint8Array(), memberships: {} });
      expect(await profiles.put(second)).toBe('written');
      expect(await profiles.load(customer.tenant, customer.customerId)).toEqual(second);
    });

    test(`${name} put refuses version 1 where something is, and changes nothing`, async () => {
      const customer = newCustomer();
      const first = exampleProfile(customer);
      await profiles.put(first);
      expect(await profiles.put(exampleProfile(customer, { riskBand: 'high' }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId)).toEqual(first);
    });

    test.each([1, 2, 4, 5])(`${name} put refuses version %i over version 2`, async (version) => {
      const customer = newCustomer();
      await profiles.put(exampleProfile(customer));
      const second = exampleProfile(customer, { version: 2 });
      await profiles.put(second);
      expect(await profiles.put(exampleProfile(customer, { version, riskBand: 'high' }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId)).toEqual(second);
    });

    test(`${name} put refuses version 2 where nothing is`, async () => {
      const customer = newCustomer();
      expect(await profiles.put(exampleProfile(customer, { version: 2 }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId)).toBeNull();
    });

    test.each([1, 2])(`${name} put writes exactly one of many of version %i at the same time`, async (version) => {
      const customer = newCustomer();
      if (version === 2) await profiles.put(exampleProfile(customer));
      const records = Array.from({ length: 10 }, (_, judgedMs) => exampleProfile(customer, { version, judgedMs }));
      const results = await Promise.all(records.map((record) => profiles.put(record)));
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
      const stored = await profiles.load(customer.tenant, customer.customerId);
      expect(stored).toEqual(records[results.indexOf('written')]);
    });

    test(`${name} keeps what it was given when the giver or the reader changes it afterwards`, async () => {
      const customer = newCustomer();
      const record = exampleProfile(customer);
      const expected = structuredClone(record);
      await profiles.put(record);
      record.state.fill(7);
      record.memberships['lost'] = { sinceMs: 1, version: 1 };
      const read = await profiles.load(customer.tenant, customer.customerId);
      expect(read).toEqual(expected);
      read?.state.fill(9);
      read?.outbox.push(exampleTransition(customer));
      expect(await profiles.load(customer.tenant, customer.customerId)).toEqual(expected);
    });

    test(`${name} loadPages gives all pages of the customer, in order`, async () => {
      const customer = newCustomer();
      expect(await profiles.loadPages(customer.tenant, customer.customerId)).toEqual([]);
      const pages = Array.from({ length: 25 }, (_, index) => ({ ...customer, index, eventIds: Uint8Array.of(index) }));
      for (const page of pages.toReversed()) await profiles.putPage(page);
      expect(await profiles.loadPages(customer.tenant, customer.customerId)).toEqual(pages);
    });

    test(`${name} loadPages throws when there are more pages than may be read`, async () => {
      const customer = newCustomer();
      const put = (index: number) => profiles.putPage({ ...customer, index, eventIds: Uint8Array.of(index % 256) });
      for (let from = 0; from < maximumPages; from += 256) {
        await Promise.all(Array.from({ length: 256 }, (_, offset) => put(from + offset)));
      }
      expect(await profiles.loadPages(customer.tenant, customer.customerId)).toHaveLength(maximumPages);
      await put(maximumPages);
      await expect(profiles.loadPages(customer.tenant, customer.customerId)).rejects.toThrow(
        `Cannot read the pages of customer ${customer.customerId}: there are more than ${maximumPages}`,
      );
    });

    test(`${name} putPage changes nothing when the same page is written again`, async () => {
      const page = { ...newCustomer(), index: 3, eventIds: Uint8Array.of(1, 2) };
      await profiles.putPage(page);
      await profiles.putPage(page);
      expect(await profiles.loadPages(page.tenant, page.customerId)).toEqual([page]);
      page.eventIds.fill(9);
      const [read] = await profiles.loadPages(page.tenant, page.customerId);
      expect(read?.eventIds).toEqual(Uint8Array.of(1, 2));
    });

    test(`${name} keeps profile, pages and traits of a customer apart`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      await profiles.putPage({ ...customer, index: 0, eventIds: Uint8Array.of(1) });
      await profiles.putTraits(tenant, customerId, { version: 1, traits: {} });
      expect(await profiles.load(tenant, customerId)).toBeNull();
      await profiles.put(exampleProfile(customer));
      expect(await profiles.loadPages(tenant, customerId)).toHaveLength(1);
    });

    test(`${name} putTraits writes a version only over the one before`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await profiles.loadTraits(tenant, customerId)).toEqual({ version: 0, traits: {} });
      const value = { list: [1, 'é', null], text: '' };
      const first = { version: 1, traits: { email: { value, timeMs: startMs, eventId: 'e' } } };
      expect(await profiles.putTraits(tenant, customerId, { version: 2, traits: {} })).toBe('conflict');
      expect(await profiles.putTraits(tenant, customerId, first)).toBe('written');
      expect(await profiles.putTraits(tenant, customerId, { version: 1, traits: {} })).toBe('conflict');
      expect(await profiles.putTraits(tenant, customerId, { version: 3, traits: {} })).toBe('conflict');
      value.list.push(2);
      const stored = {
        version: 1,
        traits: { email: { value: { list: [1, 'é', null], text: '' }, timeMs: startMs, eventId: 'e' } },
      };
      expect(await profiles.loadTraits(tenant, customerId)).toEqual(stored);
    });

    test(`${name} never shows one customer to another, whatever their ids are made of`, async () => {
      const pairs = fc.uniqueArray(fc.record({ tenant: tenants, customerId: customerIds }), {
        minLength: 2,
        maxLength: 4,
        selector: (customer) => JSON.stringify(customer),
      });
      await fc.assert(
        fc.asyncProperty(pairs, async (customers) => {
          const store = (await open()).profiles;
          for (const [index, customer] of customers.entries()) {
            expect(await store.load(customer.tenant, customer.customerId)).toBeNull();
            const { tenant, customerId } = customer;
            await store.put(exampleProfile(customer, { judgedMs: index }));
            await store.putPage({ ...customer, index, eventIds: Uint8Array.of(index) });
            const trait = { value: index, timeMs: index, eventId: 'e' };
            await store.putTraits(tenant, customerId, { version: 1, traits: { trait } });
          }
          for (const [index, customer] of customers.entries()) {
            const { tenant, customerId } = customer;
            expect(await store.load(tenant, customerId)).toEqual(exampleProfile(customer, { judgedMs: index }));
            const pages = await store.loadPages(tenant, customerId);
            expect(pages).toEqual([{ ...customer, index, eventIds: Uint8Array.of(index) }]);
            expect((await store.loadTraits(tenant, customerId)).traits['trait']?.value).toBe(index);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}
