import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { profileItem } from '#adapters/aws/profile-item.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { maximumLoads, type ProfileStore } from '#ports/profile-store.ts';
import { allPages } from './all-pages.ts';
import type { CustomerStores, OpenCustomerStores } from './customer-stores.ts';
import { exampleAnnouncement, examplePage, exampleProfile, newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

/** What every profile store does, whatever it is made of. */
export function describeProfileStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let stores: CustomerStores;
    let profiles: ProfileStore;
    beforeAll(async () => {
      stores = await open();
      profiles = stores.profiles;
    });

    test(`${name} load gives null where nothing is`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await profiles.load(tenant, customerId, 'consistent')).toBeNull();
      expect(await profiles.load(tenant, customerId, 'eventual')).toBeNull();
    });

    test(`${name} load gives back exactly what put was given`, async () => {
      const customer = newCustomer();
      const record = exampleProfile(customer, {
        state: Uint8Array.from({ length: 256 }, (_, byte) => byte),
        wakeAtMs: startMs + 1,
        recentFromHistory: true,
        pagedIds: { kind: 'filter', bits: Uint8Array.from({ length: 96 }, (_, byte) => 255 - byte) },
        memberships: { 'at-risk': { sinceMs: 0, version: 3, enteredVersion: 0, heldBack: false } },
        joined: { into: 'ada', absorbed: true },
        outbox: exampleAnnouncement(),
      });
      expect(await profiles.put(record)).toBe('written');
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toEqual(record);
      await expect.poll(() => profiles.load(customer.tenant, customer.customerId, 'eventual')).toEqual(record);
    });

    test(`${name} loadMany gives the profiles of many, in the order asked for, and null where nothing is`, async () => {
      const customers = Array.from({ length: maximumLoads - 2 }, newCustomer);
      const records = customers.map((customer, judgedMs) => exampleProfile(customer, { judgedMs }));
      await Promise.all(records.map((record) => profiles.put(record)));
      const [first = newCustomer(), ...others] = customers;
      const asked = [newCustomer(), ...others, first, first];
      const expected = [null, ...records.slice(1), records[0], records[0]].map((record) => ({ kind: 'read', record }));
      expect(await profiles.loadMany(asked)).toEqual(expected);
      expect(await profiles.loadMany([])).toEqual([]);
    });

    test(`${name} loadMany gives the others, and an error for the one whose item cannot be read`, async () => {
      const [known, newer, unknown] = [newCustomer(), newCustomer(), newCustomer()];
      await profiles.put(exampleProfile(known));
      const item = profileItem(exampleProfile(newer));
      const body = Uint8Array.from(item['body']?.B ?? [], (byte, index) => (index === 0 ? 99 : byte));
      await stores.putItem({ ...item, body: { B: body } });
      expect(await profiles.loadMany([unknown, newer, known, newer])).toEqual([
        { kind: 'read', record: null },
        { kind: 'failed', error: expect.objectContaining({ message: expect.stringContaining('layout 99') }) },
        { kind: 'read', record: exampleProfile(known) },
        { kind: 'failed', error: expect.objectContaining({ message: expect.stringContaining('layout 99') }) },
      ]);
    });

    test(`${name} put keeps empty bytes and drops what the version before had besides`, async () => {
      const customer = newCustomer();
      await profiles.put(exampleProfile(customer, { wakeAtMs: 5, outbox: exampleAnnouncement() }));
      const second = exampleProfile(customer, { version: 2, recentEventIds: new Uint8Array(), memberships: {} });
      expect(await profiles.put(second)).toBe('written');
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toEqual(second);
    });

    test(`${name} put refuses version 1 where something is, and changes nothing`, async () => {
      const customer = newCustomer();
      const first = exampleProfile(customer);
      await profiles.put(first);
      expect(await profiles.put(exampleProfile(customer, { riskBand: 'high' }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toEqual(first);
    });

    test.each([1, 2, 4, 5])(`${name} put refuses version %i over version 2`, async (version) => {
      const customer = newCustomer();
      await profiles.put(exampleProfile(customer));
      const second = exampleProfile(customer, { version: 2 });
      await profiles.put(second);
      expect(await profiles.put(exampleProfile(customer, { version, riskBand: 'high' }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toEqual(second);
    });

    test(`${name} put refuses version 2 where nothing is`, async () => {
      const customer = newCustomer();
      expect(await profiles.put(exampleProfile(customer, { version: 2 }))).toBe('conflict');
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toBeNull();
    });

    test.each([1, 2])(`${name} put writes exactly one of many of version %i at the same time`, async (version) => {
      const customer = newCustomer();
      if (version === 2) await profiles.put(exampleProfile(customer));
      const records = Array.from({ length: 10 }, (_, judgedMs) => exampleProfile(customer, { version, judgedMs }));
      const results = await Promise.all(records.map((record) => profiles.put(record)));
      expect(results.filter((result) => result === 'written')).toHaveLength(1);
      const stored = await profiles.load(customer.tenant, customer.customerId, 'consistent');
      expect(stored).toEqual(records[results.indexOf('written')]);
    });

    test(`${name} keeps what it was given when the giver or the reader changes it afterwards`, async () => {
      const customer = newCustomer();
      const record = exampleProfile(customer);
      const expected = structuredClone(record);
      await profiles.put(record);
      record.state.fill(7);
      record.memberships['lost'] = { sinceMs: 1, version: 1, enteredVersion: 1, heldBack: false };
      const read = await profiles.load(customer.tenant, customer.customerId, 'consistent');
      expect(read).toEqual(expected);
      read?.state.fill(9);
      if (read !== null) read.memberships['lost'] = { sinceMs: 1, version: 1, enteredVersion: 1, heldBack: false };
      expect(await profiles.load(customer.tenant, customer.customerId, 'consistent')).toEqual(expected);
    });

    test(`${name} keeps profile, pages and traits of a customer apart`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      await profiles.putPage(examplePage(customer, 0));
      await profiles.putTraits(tenant, customerId, { ...noCustomerTraits, version: 1, traits: {} });
      expect(await profiles.load(tenant, customerId, 'consistent')).toBeNull();
      await profiles.put(exampleProfile(customer));
      expect(await allPages(profiles, customer)).toHaveLength(1);
    });

    test(`${name} putTraits writes a version only over the one before`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await profiles.loadTraits(tenant, customerId)).toEqual({ ...noCustomerTraits, version: 0, traits: {} });
      const value = { list: [1, 'é', null], text: '' };
      const told = {
        accounts: { links: [{ accountId: 'acme|#é', firstMs: startMs, lastMs: startMs + 1 }], more: true },
        refusedJoins: {
          joins: [{ customerId: 'anonymous:x', sinceMs: startMs, reason: 'taken' as const, holder: 'bob' }],
          more: false,
        },
        unsettled: ['acme|#é', 'beta'],
      };
      const first = { ...told, version: 1, traits: { email: { value, timeMs: startMs, eventId: 'e' } } };
      expect(await profiles.putTraits(tenant, customerId, { ...noCustomerTraits, version: 2, traits: {} })).toBe(
        'conflict',
      );
      expect(await profiles.putTraits(tenant, customerId, first)).toBe('written');
      expect(await profiles.putTraits(tenant, customerId, { ...noCustomerTraits, version: 1, traits: {} })).toBe(
        'conflict',
      );
      expect(await profiles.putTraits(tenant, customerId, { ...noCustomerTraits, version: 3, traits: {} })).toBe(
        'conflict',
      );
      value.list.push(2);
      const stored = {
        ...told,
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
            expect(await store.load(customer.tenant, customer.customerId, 'consistent')).toBeNull();
            const { tenant, customerId } = customer;
            await store.put(exampleProfile(customer, { judgedMs: index }));
            await store.putPage(examplePage(customer, index));
            const trait = { value: index, timeMs: index, eventId: 'e' };
            await store.putTraits(tenant, customerId, { ...noCustomerTraits, version: 1, traits: { trait } });
          }
          for (const [index, customer] of customers.entries()) {
            const { tenant, customerId } = customer;
            expect(await store.load(tenant, customerId, 'consistent')).toEqual(
              exampleProfile(customer, { judgedMs: index }),
            );
            expect(await allPages(store, customer)).toEqual([examplePage(customer, index)]);
            expect((await store.loadTraits(tenant, customerId)).traits['trait']?.value).toBe(index);
          }
        }),
        { numRuns: 40 },
      );
    });
  });
}
