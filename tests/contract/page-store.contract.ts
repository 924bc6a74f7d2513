import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EventIdPage } from '#contracts/profile-record.ts';
import { eventIdHashBytes } from '#domain/profile/event-ids.ts';
import { firstPagePosition, type ProfileStore } from '#ports/profile-store.ts';
import { allPages, chunksOfPages } from './all-pages.ts';
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

    /** Writes pages as older code did; returns what they are now. */
    const putOlderPages = async (customer: { tenant: string; customerId: string }, count: number, ids: number) => {
      const pages: EventIdPage[] = [];
      for (let index = 0; index < count; index += 1) {
        const eventIds = new Uint8Array(ids * eventIdHashBytes).fill(index);
        await stores.putItem(olderPageItem({ ...customer, index, eventIds }, startMs / 1000 + index));
        pages.push({ ...customer, version: 0, eventIds, expiresMs: startMs + index * 1_000 });
      }
      return pages;
    };

    test(`${name} loadPages gives all pages of the customer, in order of their versions`, async () => {
      const customer = newCustomer();
      expect(await allPages(profiles, customer)).toEqual([]);
      const versions = [0, 1, 2, 9, 10, 99, 100, 1_000, 123_456_789, Number.MAX_SAFE_INTEGER];
      for (const version of versions.toReversed())
        await profiles.putPage(examplePage(customer, version, { expiresMs: startMs }));
      const found = await allPages(profiles, customer);
      expect(found).toEqual(versions.map((version) => examplePage(customer, version, { expiresMs: startMs })));
    });

    test(`${name} loadPages goes on from every position that it ever gave, with the pages after it alone`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      const versions = fc.uniqueArray(fc.integer({ min: 0, max: 2_000 }), { maxLength: 12 });
      const written = new Set<number>();
      const given = [{ position: firstPagePosition, lastVersion: -1 }];
      await fc.assert(
        fc.asyncProperty(versions, fc.nat(), async (more, drawn) => {
          for (const version of more) await profiles.putPage(examplePage(customer, version));
          for (const version of more) written.add(version);
          const from = given[drawn % given.length] ?? { position: firstPagePosition, lastVersion: -1 };
          const expected = [...written].filter((version) => version > from.lastVersion).toSorted((a, b) => a - b);
          const found = await profiles.loadPages(tenant, customerId, from.position);
          const pages = expected.map((version) => examplePage(customer, version));
          expect({ pages: found.pages, more: found.more }).toEqual({ pages, more: false });
          if (pages.length === 0) expect(found.position).toBe(from.position);
          given.push({ position: found.position, lastVersion: expected.at(-1) ?? from.lastVersion });
        }),
        { numRuns: 25 },
      );
    });

    test(`${name} loadPages gives pages of layout 1 first, as version 0`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      await profiles.putPage(examplePage(customer, 7));
      const older = await putOlderPages(customer, 3, 16);
      const all = await profiles.loadPages(tenant, customerId, firstPagePosition);
      expect(all).toMatchObject({ pages: [...older, examplePage(customer, 7)], more: false });
      expect(await profiles.loadPages(tenant, customerId, all.position)).toEqual({
        pages: [],
        position: all.position,
        more: false,
      });
    });

    test(`${name} loadPages gives many pages in chunks of 1 MB, of both layouts, and goes on after each`, async () => {
      const customer = newCustomer();
      const idsPerPage = 40_000;
      const older = await putOlderPages(customer, 5, idsPerPage);
      const eventIds = new Uint8Array(idsPerPage * eventIdHashBytes);
      const later = [1, 2, 3, 4].map((version) => examplePage(customer, version, { eventIds }));
      for (const page of later) await profiles.putPage(page);
      const chunks = await chunksOfPages(profiles, customer);
      expect(chunks.flat()).toEqual([...older, ...later]);
      const pagesOf1Mb = Math.floor(1_048_576 / eventIds.length);
      expect(chunks.slice(0, -1).map((chunk) => chunk.length)).toEqual([pagesOf1Mb, pagesOf1Mb]);
      const { tenant, customerId } = customer;
      const first = await profiles.loadPages(tenant, customerId, firstPagePosition);
      expect(first.more).toBe(true);
      expect(await allPages(profiles, customer, first.position)).toEqual([...older, ...later].slice(pagesOf1Mb));
    });

    test(`${name} keeps when a page expires to the second, and never shortens it`, async () => {
      const customer = newCustomer();
      const times = [0, 1, 999, 1_000, startMs + 1, startMs + 999];
      for (const [version, expiresMs] of times.entries())
        await profiles.putPage(examplePage(customer, version, { expiresMs }));
      const found = await allPages(profiles, customer);
      expect(found.map((page) => page.expiresMs)).toEqual([0, 1_000, 1_000, 1_000, startMs + 1_000, startMs + 1_000]);
    });

    test(`${name} putPage changes nothing when the same page is written again`, async () => {
      const customer = newCustomer();
      const page = examplePage(customer, 3);
      await profiles.putPage(page);
      await profiles.putPage(page);
      expect(await allPages(profiles, customer)).toEqual([page]);
      page.eventIds.fill(9);
      const [read] = await allPages(profiles, customer);
      expect(read?.eventIds).toEqual(examplePage(customer, 3).eventIds);
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
      expect(read).toMatchObject({ version: 5, pagedIds: { kind: 'older' }, wakeAtMs: startMs + 1, outbox: null });
      expect(await profiles.loadMany([customer])).toEqual([{ kind: 'read', record: read }]);
      expect(await profiles.put(exampleProfile(customer, { version: 5 }))).toBe('conflict');
      const next = exampleProfile(customer, { version: 6, outbox: exampleAnnouncement() });
      expect(await profiles.put(next)).toBe('written');
      expect(await profiles.load(tenant, customerId, 'consistent')).toEqual(next);
    });
  });
}
