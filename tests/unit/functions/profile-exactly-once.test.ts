import { expect, test } from 'vitest';
import { eventIdHash } from '#domain/profile/event-ids.ts';
import { itemBudgetBytes, profileItemBytes } from '#domain/profile/item-budget.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { allPages } from '../../contract/all-pages.ts';
import { eventMessage, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';

const none = new Set<string>();
const range = (count: number) => Array.from({ length: count }, (_, index) => exampleEvent(`event ${index}`));

test('createProfileHandler applies an event once, whatever is repeated within and across messages', async () => {
  const world = createProfileWorld();
  const [one, two, three] = [purchaseEvent('1', 10), purchaseEvent('2', 20), purchaseEvent('3', 0.5)];
  const messages = [eventMessage('m1', [one, two, one]), eventMessage('m2', [two, three])];
  expect(await world.handle(messages)).toEqual(none);
  expect(decodeState((await world.profile()).state).totals.get('purchase')).toMatchObject({
    count: 3,
    sumMinor: 3_050,
  });
  expect(world.observer.total('EventsApplied')).toBe(3);
  expect(world.observer.total('EventsDuplicate')).toBe(2);
});

test('createProfileHandler writes nothing when a whole batch is delivered again', async () => {
  const world = createProfileWorld();
  const messages = [eventMessage('m1', range(10))];
  await world.handle(messages);
  const before = await world.profile();
  expect(await world.handle(messages)).toEqual(none);
  expect(await world.profile()).toEqual(before);
  expect(before.version).toBe(1);
  expect(world.observer.total('EventsDuplicate')).toBe(10);
});

test('createProfileHandler takes the same event id of two customers for two events', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m', [exampleEvent('1'), exampleEvent('1', { userId: 'bob' })])]);
  expect(world.observer.total('EventsApplied')).toBe(2);
});

test('createProfileHandler writes one profile per customer and batch', async () => {
  const world = createProfileWorld();
  const events = [exampleEvent('1'), exampleEvent('2', { userId: 'bob' }), exampleEvent('3')];
  await world.handle([eventMessage('m1', events), eventMessage('m2', [exampleEvent('4')])]);
  expect((await world.profile('ada')).version).toBe(1);
  expect((await world.profile('bob')).version).toBe(1);
});

test('createProfileHandler applies more events of one customer in one batch than go into one write', async () => {
  const world = createProfileWorld();
  const events = range(450);
  const messages = [eventMessage('m1', events.slice(0, 225)), eventMessage('m2', events.slice(225))];
  expect(await world.handle(messages)).toEqual(none);
  expect((await world.profile()).version).toBe(3);
  expect(world.observer.total('EventsApplied')).toBe(450);
  expect(await world.rememberedIds()).toEqual(events.map((event) => eventIdHash(event.id)));
});

test('createProfileHandler remembers what left the item: 1,000 events and then all again, in other batches', async () => {
  const world = createProfileWorld();
  const events = range(1_000);
  for (let from = 0; from < 1_000; from += 20) await world.handle([eventMessage('m', events.slice(from, from + 20))]);
  const before = await world.profile();
  const pages = await allPages(world.profiles, { tenant, customerId: 'ada' });
  expect(pages.length).toBeGreaterThan(8);
  expect(before.pagedIds).toEqual({ kind: 'look' });
  expect(profileItemBytes(before)).toBeLessThanOrEqual(itemBudgetBytes);
  const again = events.toReversed();
  const restarted = world.restart();
  for (let from = 0; from < 1_000; from += 33) {
    const handle = from % 2 === 0 ? world.handle : restarted;
    await handle([eventMessage('m', again.slice(from, from + 33))]);
  }
  expect(world.observer.total('EventsApplied')).toBe(1_000);
  expect(world.observer.total('EventsDuplicate')).toBe(1_000);
  expect(await world.profile()).toEqual(before);
  expect(await world.rememberedIds()).toEqual(events.map((event) => eventIdHash(event.id)));
});

test('createProfileHandler keeps the customer of the longest anonymous id', async () => {
  const world = createProfileWorld();
  const event = (id: string) => exampleEvent(id, { userId: null, anonymousId: 'é'.repeat(200) });
  expect(await world.handle([eventMessage('m1', [event('1')])])).toEqual(none);
  expect(await world.handle([eventMessage('m2', [event('2')])])).toEqual(none);
  expect((await world.profile(`anonymous:${'é'.repeat(200)}`)).version).toBe(2);
});

test('createProfileHandler keeps the latest traits, whatever the order in which they come', async () => {
  const world = createProfileWorld();
  const identify = (id: string, email: string, timeMs: number) =>
    exampleEvent(id, { type: 'identify', name: 'Identify', properties: { email }, timeMs });
  await world.handle([eventMessage('m1', [identify('2', 'new@example.com', nowMs)])]);
  await world.handle([eventMessage('m2', [identify('1', 'old@example.com', nowMs - 1)])]);
  const { version, traits } = await world.profiles.loadTraits(tenant, 'ada');
  expect(traits['email']?.value).toBe('new@example.com');
  expect(version).toBe(1);
});
