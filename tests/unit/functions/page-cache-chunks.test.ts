import { describe, expect, test } from 'vitest';
import { unpackEventIds } from '#domain/profile/event-ids.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { createPages, idsNamed, nowMs, owner, packed, pageOf } from './paged-store.ts';

const dayMs = 86_400_000;
const later = nowMs + 60 * dayMs;

/** Pages of the versions 1 to `count`, each with so many ids. */
const pagesOf = (customerId: string, count: number, ids = 100) =>
  Array.from({ length: count }, (_, index) =>
    pageOf(customerId, index + 1, idsNamed(`${customerId} ${index}`, ids), later),
  );
const older = (customerId: string) => ({ ...owner(customerId), pagedIds: { kind: 'older' } as const });

describe('createPageCache over a store that gives chunks', () => {
  test('createPageCache goes on where it was after it was throttled in the middle, chunk by chunk', async () => {
    const pages = pagesOf('ada', 8);
    const throttledOnes = new Set([3, 5]);
    const { cache, asked } = createPages(pages, { chunkSize: 2, isThrottled: (request) => throttledOnes.has(request) });
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow(ThrottledError);
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow(ThrottledError);
    const lookup = await cache.look(owner('ada'), nowMs);
    expect(asked).toEqual([-1, 2, 4, 4, 6, 6]);
    expect(pages.flatMap((page) => unpackEventIds(page.eventIds)).every((idHash) => lookup.has(idHash))).toBe(true);
    expect(lookup.few).toBeNull();
    await cache.look(owner('ada'), nowMs);
    expect(asked.slice(6)).toEqual([8]);
  });

  test('createPageCache says few only when everything was read and is few, also when it was throttled in between', async () => {
    const { cache, asked } = createPages(pagesOf('ada', 5, 50), {
      chunkSize: 2,
      isThrottled: (request) => request === 2,
    });
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow(ThrottledError);
    const { few } = await cache.look(owner('ada'), nowMs);
    expect(few).toEqual(Array.from({ length: 5 }, (_, index) => idsNamed(`ada ${index}`, 50)).flat());
    expect(asked).toEqual([-1, 2, 2, 4]);
    expect((await cache.look(owner('ada'), nowMs)).few).toEqual(few);
    expect(asked.slice(4)).toEqual([-1, 2, 4]);
  });

  test('createPageCache counts an id that lies in two pages once when it asks whether they are few', async () => {
    const ids = idsNamed('a', 200);
    const pages = [pageOf('ada', 3, ids), pageOf('ada', 4, ids), pageOf('ada', 9, ids.slice(100))];
    const { cache } = createPages(pages, { chunkSize: 1 });
    expect((await cache.look(owner('ada'), nowMs)).few).toEqual(ids);
  });

  test('createPageCache answers two who look at one customer at the same time', async () => {
    const pages = pagesOf('ada', 9);
    const { cache } = createPages(pages, { chunkSize: 2 });
    await expect(
      createPages(pages, { chunkSize: 2, isThrottled: (request) => request === 3 }).cache.look(owner('ada'), nowMs),
    ).rejects.toThrow(ThrottledError);
    const lookups = await Promise.all([1, 2, 3].map(() => cache.look(owner('ada'), nowMs)));
    const all = pages.flatMap((page) => unpackEventIds(page.eventIds));
    for (const lookup of lookups) expect(all.every((idHash) => lookup.has(idHash))).toBe(true);
  });

  test('createPageCache reads a customer anew after a day, so that expired ids leave, and not before', async () => {
    const pages = [pageOf('ada', 1, idsNamed('old', 300), nowMs + dayMs), ...pagesOf('ada', 3)];
    const { cache, asked } = createPages(pages);
    await cache.look(owner('ada'), nowMs);
    const kept = await cache.look(owner('ada'), nowMs + dayMs);
    expect(kept.has(idsNamed('old', 1)[0] ?? '')).toBe(true);
    const anew = await cache.look(owner('ada'), nowMs + dayMs + 1);
    expect(anew.has(idsNamed('old', 1)[0] ?? '')).toBe(false);
    expect(anew.has(idsNamed('ada 0', 1)[0] ?? '')).toBe(true);
    await cache.look(owner('ada'), nowMs + 2 * dayMs + 1);
    expect(asked).toEqual([-1, 3, -1, 3]);
  });

  test('createPageCache gives a customer whose ids have expired a filter again', async () => {
    const { cache } = createPages([pageOf('ada', 1, idsNamed('old', 300), nowMs + dayMs), ...pagesOf('ada', 1)]);
    expect((await cache.look(owner('ada'), nowMs)).few).toBeNull();
    expect((await cache.look(owner('ada'), nowMs + dayMs + 1)).few).toEqual(idsNamed('ada 0', 100));
  });

  test('createPageCache neither uses nor keeps what it read of a customer of layout 1, whose pages may still grow', async () => {
    const pages = pagesOf('ada', 6);
    const { cache, asked } = createPages(pages, { chunkSize: 4 });
    await cache.look(older('ada'), nowMs);
    pages.splice(2, 0, pageOf('ada', 2, idsNamed('between', 16), later));
    const lookup = await cache.look(older('ada'), nowMs);
    expect(lookup.has(idsNamed('between', 1)[0] ?? '')).toBe(true);
    expect(asked).toEqual([-1, 4, -1, 3]);
    await cache.look(owner('ada'), nowMs);
    await cache.look(older('ada'), nowMs);
    expect(asked.slice(4)).toEqual([-1, 3, -1, 3]);
    await cache.look(owner('ada'), nowMs);
    expect(asked.slice(8)).toEqual([6]);
  });

  test('createPageCache refuses a customer with too many ids, says what to do, and does not read them again for a day', async () => {
    const bounds = { together: 4_000, ofCustomer: 3_000 };
    const pages = [1, 2, 3].map((version) => ({
      ...pageOf('ada', version, [], later),
      eventIds: packed(version, 1_400),
    }));
    pages.push(
      ...[1, 2].map((version) => ({ ...pageOf('bob', version, [], later), eventIds: packed(version, 1_400) })),
    );
    const { cache, asked } = createPages(pages, { bounds, chunkSize: 1 });
    const message =
      'Cannot look into the pages of customer ada of shop: they hold more than 3000 event ids; find out what sends so many ' +
      'events for one customer, and redrive the dead letters once enough of the pages have expired';
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow(message);
    expect(asked).toEqual([-1, 1, 2]);
    await expect(cache.look(owner('ada'), nowMs + dayMs)).rejects.toThrow(message);
    expect(asked).toHaveLength(3);
    expect((await cache.look(owner('bob'), nowMs)).few).toBeNull();
    expect(asked.slice(3)).toEqual([-1, 1]);
    pages.splice(0, 1);
    expect((await cache.look(owner('ada'), nowMs + dayMs + 1)).few).toBeNull();
    expect(asked.slice(5)).toEqual([-1, 2]);
  });

  test('createPageCache lets go of a customer who is read in part when others need the room', async () => {
    const { cache, asked } = createPages([...pagesOf('ada', 4, 1_000), ...pagesOf('bob', 3, 1_000)], {
      bounds: { together: 3_500, ofCustomer: 10_000 },
      chunkSize: 1,
      isThrottled: (request) => request === 3,
    });
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow(ThrottledError);
    await cache.look(owner('bob'), nowMs);
    await cache.look(owner('ada'), nowMs);
    expect(asked).toEqual([-1, 1, 2, -1, 1, 2, -1, 1, 2, 3]);
  });

  test('createPageCache ends after 500 requests that lead nowhere, and says so', async () => {
    const { cache, asked } = createPages(pagesOf('ada', 501, 1), { chunkSize: 1 });
    await expect(cache.look(owner('ada'), nowMs)).rejects.toThrow('500 requests are not enough');
    expect(asked).toHaveLength(500);
    expect((await cache.look(owner('ada'), nowMs)).few).toBeNull();
    expect(asked).toHaveLength(501);
  });
});
