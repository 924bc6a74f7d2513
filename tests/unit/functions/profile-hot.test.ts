import { expect, test } from 'vitest';
import { firstPagePosition } from '#ports/profile-store.ts';
import { allPages } from '../../contract/all-pages.ts';
import { eventMessage, exampleEvent, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';

const range = (count: number, from: number) =>
  Array.from({ length: count }, (_, index) => exampleEvent(`event ${from + index}`));

/** A world that counts what is read of pages: from the first on or not, and how many come. */
function createHotWorld() {
  const looks: { isFirst: boolean; pages: number }[] = [];
  const world = createProfileWorld({
    profiles: (store) => ({
      ...store,
      async loadPages(owner, customerId, after) {
        const found = await store.loadPages(owner, customerId, after);
        looks.push({ isFirst: after === firstPagePosition, pages: found.pages.length });
        return found;
      },
    }),
  });
  return { world, looks };
}

test('createProfileHandler asks for newer pages alone once a customer is hot, and counts 4,000 events exactly', async () => {
  const { world, looks } = createHotWorld();
  for (let from = 0; from < 4_000; from += 20) await world.handle([eventMessage('m', range(20, from))]);
  const pages = (await allPages(world.profiles, { tenant, customerId: 'ada' })).length;
  expect(pages).toBeGreaterThan(30);
  const hot = looks.slice(looks.findIndex((look) => !look.isFirst));
  expect(hot.every((look) => !look.isFirst && look.pages <= 1)).toBe(true);
  expect(hot.length).toBeGreaterThan(100);
  expect(looks.reduce((sum, look) => sum + look.pages, 0)).toBeLessThan(pages + 40);
  expect(await world.eventsOf()).toBe(4_000);
});

test('createProfileHandler reads all pages of a hot customer once in a new process, and counts no repetition', async () => {
  const { world, looks } = createHotWorld();
  for (let from = 0; from < 3_000; from += 150) await world.handle([eventMessage('m', range(150, from))]);
  const pages = (await allPages(world.profiles, { tenant, customerId: 'ada' })).length;
  const [restarted, before] = [world.restart(), looks.length];
  for (let from = 0; from < 3_000; from += 300) await restarted([eventMessage('m', range(300, from))]);
  const again = looks.slice(before);
  expect(again[0]).toEqual({ isFirst: true, pages });
  expect(again.slice(1).every((look) => !look.isFirst && look.pages === 0)).toBe(true);
  expect(world.observer.total('EventsApplied')).toBe(3_000);
  expect(world.observer.total('EventsDuplicate')).toBe(3_000);
});

test('createProfileHandler sees in one process the pages that another wrote meanwhile', async () => {
  const { world } = createHotWorld();
  const other = world.restart();
  for (let from = 0; from < 3_000; from += 100) {
    const handle = (from / 100) % 2 === 0 ? world.handle : other;
    await handle([eventMessage('m', range(100, from))]);
    if (from >= 500) await world.handle([eventMessage('again', range(100, from - 500))]);
  }
  expect(await world.eventsOf()).toBe(3_000);
  expect(world.observer.total('EventsApplied')).toBe(3_000);
});
