import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { maximumPagedIds, type ProfileStore } from '#ports/profile-store.ts';
import type { CustomerStores, OpenCustomerStores } from './customer-stores.ts';
import { exampleAnnouncement, examplePage, exampleProfile, newCustomer, startMs } from './example-records.ts';
import { type OlderProfile, olderPageItem, olderProfileItem } from './older-profile-code.ts';

/** What every profile store does with pages, and with items of layout 1, whatever it is made of. */
export function describePageStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let stores: CustomerStores;
    let profiles: ProfileStore;
    beforeAll(async () => {
      stores = await open();
      profiles = stores.profiles;
    });

    const putOlderPages = async (customer: { tenant: string; customerId: string }, count: number) => {
      for (let index = 0; index < count; index += 1) {
        const eventIds = new Uint8Array(16 * eventIdHashBytes).fill(index);
        await stores.putItem(olderPageItem({ ...customer, index, eventIds }, startMs / 1000 + index));
      }
    };

    test(`${name} loadPages gives all pages of the customer, in order of their versions`, async () => {
      const customer = newCustomer();
      expect(await profiles.loadPages(customer.tenant, customer.customerId, -1)).toEqual([]);
      const versions = [0, 1, 2, 9, 10, 99, 100, 1_000, 123_456_789, Number.MAX_SAFE_INTEGER];
      for (const version of versions.toReversed())
        await profiles.putPage(examplePage(customer, version, { expiresMs: startMs }));
      const found = await profiles.loadPages(customer.tenant, customer.customerId, -1);
      expect(found).toEqual(versions.map((version) => examplePage(customer, version, { expiresMs: startMs })));
    });

    test(`${name} loadPages gives the pages of later versions alone`, async () => {
      const customer = newCustomer();
      const versions = fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 12 });
      const written = new Set<number>();
      await fc.assert(
        fc.asyncProperty(versions, fc.integer({ min: -1, max: 2_001 }), async (more, after) => {
          for (const version of more) await profiles.putPage(examplePage(customer, version));
          for (const version of more) written.add(version);
          const expected = [...written].filter((version) => version > after).toSorted((a, b) => a - b);
          const found = await profiles.loadPages(customer.tenant, customer.customerId, after);
          expect(found).toEqual(expected.map((version) => examplePage(customer, version)));
        }),
        { numRuns: 25 },
      );
    });

    test(`${name} loadPages gives pages of layout 1 first, as version 0, and only to whoever knows none`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      await putOlderPages(customer, 3);
      await profiles.putPage(examplePage(customer, 7));
      const older = [0, 1, 2].map((index) => {
        const eventIds = new Uint8Array(16 * eventIdHashBytes).fill(index);
        return { ...customer, version: 0, eventIds, expiresMs: startMs + index * 1_000 };
      });
      expect(await profiles.loadPages(tenant, customerId, -1)).toEqual([...older, examplePage(customer, 7)]);
      expect(await profiles.loadPages(tenant, customerId, 0)).toEqual([examplePage(customer, 7)]);
      expect(await profiles.loadPages(tenant, customerId, 6)).toEqual([examplePage(customer, 7)]);
      expect(await profiles.loadPages(tenant, customerId, 7)).toEqual([]);
    });

    test(`${name} keeps when a page expires to the second, and never shortens it`, async () => {
      const customer = newCustomer();
      const times = [0, 1, 999, 1_000, startMs + 1, startMs + 999];
      for (const [version, expiresMs] of times.entries())
        await profiles.putPage(examplePage(customer, version, { expiresMs }));
      const found = await profiles.loadPages(customer.tenant, customer.customerId, -1);
      expect(found.map((page) => page.expiresMs)).toEqual([0, 1_000, 1_000, 1_000, startMs + 1_000, startMs + 1_000]);
    });

    test(`${name} putPage changes nothing when the same page is written again`, async () => {
      const customer = newCustomer();
      const page = examplePage(customer, 3);
      await profiles.putPage(page);
      await profiles.putPage(page);
      expect(await profiles.loadPages(page.tenant, page.customerId, -1)).toEqual([page]);
      page.eventIds.fill(9);
      const [read] = await profiles.loadPages(page.tenant, page.customerId, -1);
      expect(read?.eventIds).toEqual(examplePage(customer, 3).eventIds);
    });

    test(`${name} loadPages throws when the pages hold more ids than may be read at once, until fewer are asked for`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      const idsPerPage = 40_000;
      const eventIds = new Uint8Array(idsPerPage * eventIdHashBytes);
      const pages = maximumPagedIds / idsPerPage;
      for (let version = 1; version <= pages; version += 1)
        await profiles.putPage(examplePage(customer, version, { eventIds }));
      expect(await profiles.loadPages(tenant, customerId, -1)).toHaveLength(pages);
      await profiles.putPage(examplePage(customer, pages + 1));
      await expect(profiles.loadPages(tenant, customerId, -1)).rejects.toThrow(
        `Cannot read the pages of event ids of customer ${customerId}: they hold more than ${maximumPagedIds} ids`,
      );
      expect(await profiles.loadPages(tenant, customerId, pages)).toHaveLength(1);
    });

    test(`${name} load reads a profile of layout 1, and put writes over it in the layout of today`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      const older: OlderProfile = {
        ...customer,
        version: 5,
        state: { totals: new Map(), days: [] },
        recentEventIds: new Uint8Array(3 * eventIdHashBytes).fill(1),
        pageCount: 2,
        memberships: { active: { sinceMs: startMs, version: 1 } },
        riskBand: 'low',
        judgedMs: startMs,
        clock: 'live',
        wakeAtMs: startMs + 1,
        outbox: '',
      };
      await stores.putItem(olderProfileItem(older));
      const read = await profiles.load(tenant, customerId, 'consistent');
      expect(read).toMatchObject({ version: 5, pagedIds: { kind: 'look' }, wakeAtMs: startMs + 1, outbox: null });
      expect(await profiles.loadMany([customer])).toEqual([read]);
      expect(await profiles.put(exampleProfile(customer, { version: 5 }))).toBe('conflict');
      const next = exampleProfile(customer, { version: 6, outbox: exampleAnnouncement() });
      expect(await profiles.put(next)).toBe('written');
      expect(await profiles.load(tenant, customerId, 'consistent')).toEqual(next);
    });
  });
}
