import { describe, expect, test } from 'vitest';
import { customerKey } from '#adapters/aws/item-keys.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { ProfileScan, ScannedPage } from '#ports/profile-scan.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { examplePage, exampleProfile, newCustomer } from './example-records.ts';

/** Opens a scan over a new table, and what fills it. */
export type OpenProfileScan = () => Promise<{
  readonly scan: ProfileScan;
  readonly profiles: ProfileStore;
  readonly putItem: Awaited<ReturnType<OpenCustomerStores>>['putItem'];
}>;

const mostPages = 1_000;

async function walk(scan: ProfileScan, from: string | null): Promise<ScannedPage[]> {
  const pages: ScannedPage[] = [];
  let position = from;
  do {
    const page = await scan.page(position);
    pages.push(page);
    position = page.next;
  } while (position !== null && pages.length < mostPages);
  return pages;
}

const idsOf = (pages: readonly ScannedPage[]) =>
  pages.flatMap((page) => page.records.map(({ tenant, customerId }) => customerKey(tenant, customerId)));

/** What every walk over profiles does, whatever it is made of. */
export function describeProfileScan(name: string, open: OpenProfileScan): void {
  describe(name, () => {
    async function filled() {
      const opened = await open();
      const records: ProfileRecord[] = [];
      for (let index = 0; index < 30; index += 1) {
        const customer = { ...newCustomer(), tenant: index % 3 === 0 ? 'other' : 'shop' };
        const record = exampleProfile(customer);
        await opened.profiles.put(record);
        await opened.profiles.putPage(examplePage(customer, 0));
        const traits = { ...noCustomerTraits, version: 1, traits: {} };
        await opened.profiles.putTraits(customer.tenant, customer.customerId, traits);
        records.push(record);
      }
      return { ...opened, records };
    }

    test(`${name} page by page gives each profile of every tenant once, and nothing else`, async () => {
      const { scan, records } = await filled();
      const pages = await walk(scan, null);
      const found = pages.flatMap((page) => page.records);
      const byKey = (all: readonly ProfileRecord[]) =>
        all.toSorted((a, b) => (customerKey(a.tenant, a.customerId) < customerKey(b.tenant, b.customerId) ? -1 : 1));
      expect(byKey(found)).toEqual(byKey(records));
      expect(pages.flatMap((page) => page.unreadable)).toEqual([]);
    });

    test(`${name} page has one order, whoever walks and wherever it goes on`, async () => {
      const { scan } = await filled();
      const pages = await walk(scan, null);
      const again = await walk(scan, null);
      expect(idsOf(again)).toEqual(idsOf(pages));
      for (const [index, page] of pages.entries()) {
        if (page.next === null) continue;
        expect(idsOf(await walk(scan, page.next))).toEqual(idsOf(pages.slice(index + 1)));
        break;
      }
    });

    test(`${name} page tells which share is behind: it never falls, and is 1 at the end`, async () => {
      const { scan } = await filled();
      const shares = (await walk(scan, null)).map((page) => page.share);
      expect(shares).toEqual(shares.toSorted((a, b) => a - b));
      expect(shares.at(-1)).toBe(1);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0);
    });

    test(`${name} page tells of an item that cannot be read, and keeps no other back`, async () => {
      const { scan, putItem, records } = await filled();
      await putItem({
        pk: { S: 'shop|broken' },
        sk: { S: 'profile' },
        version: { N: '1' },
        body: { B: Uint8Array.of(99) },
      });
      const pages = await walk(scan, null);
      expect(pages.flatMap((page) => page.records).length).toBe(records.length);
      const unreadable = pages.flatMap((page) => page.unreadable);
      expect(unreadable).toEqual([{ key: 'shop|broken', reason: expect.stringMatching(/./) }]);
    });

    test(`${name} page of an empty table is empty, and the last`, async () => {
      const { scan } = await open();
      const pages = await walk(scan, null);
      expect(pages.flatMap((page) => page.records)).toEqual([]);
      expect(pages.at(-1)?.share).toBe(1);
    });

    test(`${name} page refuses a position that no walk gave`, async () => {
      const { scan } = await open();
      await expect(scan.page('no sense!')).rejects.toThrow('Cannot go on with the');
    });
  });
}
