import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EventIdPage } from '#contracts/profile-record.ts';
import { eventIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { createPages, idsNamed, nowMs, owner, packed, pageOf } from './paged-store.ts';

describe('createPageCache', () => {
  test('createPageCache gives the ids of few pages as they are, and reads them each time', async () => {
    const ids = idsNamed('a', 250);
    const { cache, asked } = createPages([pageOf('ada', 3, ids.slice(0, 100)), pageOf('ada', 9, ids.slice(100))]);
    for (let times = 0; times < 2; times += 1) {
      const lookup = await cache.look(owner('ada'), nowMs);
      expect(lookup.few).toEqual(ids);
      expect([lookup.has(ids[0] ?? ''), lookup.has(eventIdHash('other'))]).toEqual([true, false]);
    }
    expect(asked).toEqual([-1, -1]);
  });

  test('createPageCache keeps the pages of a hot customer, and asks for newer ones alone', async () => {
    const pages = [pageOf('ada', 3, idsNamed('a', 200)), pageOf('ada', 9, idsNamed('b', 51))];
    const { cache, asked, given } = createPages(pages);
    expect((await cache.look(owner('ada'), nowMs)).few).toBeNull();
    await cache.look(owner('ada'), nowMs);
    pages.push(pageOf('ada', 12, idsNamed('c', 30)));
    const lookup = await cache.look(owner('ada'), nowMs);
    const all = [...idsNamed('a', 200), ...idsNamed('b', 51), ...idsNamed('c', 30)];
    expect(all.every((idHash) => lookup.has(idHash))).toBe(true);
    expect(idsNamed('never', 100).some((idHash) => lookup.has(idHash))).toBe(false);
    await cache.look(owner('ada'), nowMs);
    expect(asked).toEqual([-1, 9, 9, 12]);
    expect(given).toEqual([251, 0, 30, 0]);
  });

  test('createPageCache keeps pages of layout 1, which have no version of their own', async () => {
    const older = Array.from({ length: 20 }, (_, index) => pageOf('ada', 0, idsNamed(`old ${index}`, 16)));
    const { cache, asked } = createPages([...older, pageOf('ada', 40, idsNamed('new', 50))]);
    await cache.look(owner('ada'), nowMs);
    const lookup = await cache.look(owner('ada'), nowMs);
    expect(older.flatMap((page) => unpackEventIds(page.eventIds)).every((idHash) => lookup.has(idHash))).toBe(true);
    expect(asked).toEqual([-1, 40]);
  });

  test('createPageCache leaves out what has expired, so that a customer with few ids left has few again', async () => {
    const pages = [pageOf('ada', 3, idsNamed('a', 240), nowMs), pageOf('ada', 9, idsNamed('b', 40), nowMs + 1)];
    const { cache } = createPages(pages);
    expect((await cache.look(owner('ada'), nowMs)).few).toEqual(idsNamed('b', 40));
    expect((await cache.look(owner('ada'), nowMs - 1)).few).toBeNull();
  });

  test('createPageCache keeps customers apart, and tenants', async () => {
    const { cache } = createPages([pageOf('ada', 3, idsNamed('a', 300)), pageOf('bob', 3, idsNamed('b', 300))]);
    const [first = '', second = ''] = [...idsNamed('a', 1), ...idsNamed('b', 1)];
    const [ada, bob] = [await cache.look(owner('ada'), nowMs), await cache.look(owner('bob'), nowMs)];
    expect([ada.has(first), ada.has(second), bob.has(first), bob.has(second)]).toEqual([true, false, false, true]);
    const elsewhere = await cache.look({ ...owner('ada'), tenant: 'other' }, nowMs);
    expect(elsewhere).toMatchObject({ few: [] });
  });

  test('createPageCache answers as the pages themselves would, whatever is added between the looks', async () => {
    const steps = fc.array(
      fc.record({
        customer: fc.constantFrom('ada', 'bob'),
        ids: fc.integer({ min: 1, max: 200 }),
        looks: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (drawn) => {
        const pages: EventIdPage[] = [];
        const { cache } = createPages(pages);
        for (const [version, { customer, ids, looks }] of drawn.entries()) {
          pages.push(pageOf(customer, version, idsNamed(`${version}`, ids)));
          if (!looks) continue;
          const lookup = await cache.look(owner(customer), nowMs);
          for (const page of pages) {
            const [idHash = ''] = unpackEventIds(page.eventIds);
            expect(lookup.has(idHash)).toBe(page.customerId === customer);
          }
        }
      }),
    );
  });

  test('createPageCache forgets the customer that was not asked for longest when all together are too many', async () => {
    const names = ['ada', 'bob', 'eve'];
    const pages = names.map((name, index) => ({ ...pageOf(name, 7, []), eventIds: packed(index, 1_400) }));
    const { cache, asked } = createPages(pages, { bounds: { together: 4_000, ofCustomer: 4_000 } });
    await cache.look(owner('ada'), nowMs);
    await cache.look(owner('bob'), nowMs);
    await cache.look(owner('ada'), nowMs);
    await cache.look(owner('eve'), nowMs);
    await cache.look(owner('ada'), nowMs);
    await cache.look(owner('eve'), nowMs);
    expect(asked).toEqual([-1, -1, 7, -1, 7, 7]);
    await cache.look(owner('bob'), nowMs);
    expect(asked.at(-1)).toBe(-1);
  });
});
