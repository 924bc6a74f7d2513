import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { eventIdHash } from '#domain/profile/event-ids.ts';
import { foldEvent, stateOfEvent } from '#domain/profile/fold-event.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { advanceOlder, type OlderProfile, olderPageItem, olderProfileItem } from '../../contract/older-profile-code.ts';
import { dayMs, eventMessage, nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { expectJoined, identifyEvent, userEvent, visitor, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';

const stateOf = (event: CanonicalEvent) => stateOfEvent(exampleRetention.folding.customer, event);

/** Lays a customer into the world as the older code left it after these events, `batch` with each write. */
function putOlder(
  world: ReturnType<typeof createProfileWorld>,
  customerId: string,
  events: readonly CanonicalEvent[],
  batch: number,
): OlderProfile {
  let record: OlderProfile = {
    tenant,
    customerId,
    version: 0,
    state: { totals: new Map(), days: [] },
    recentEventIds: new Uint8Array(),
    pageCount: 0,
    memberships: { active: { sinceMs: nowMs - 40 * dayMs, version: 1 } },
    riskBand: 'low',
    judgedMs: nowMs - dayMs,
    clock: 'live',
    wakeAtMs: null,
    outbox: '',
  };
  const expiresAtSeconds = (nowMs + 360 * dayMs) / 1000;
  for (let from = 0; from < events.length; from += batch) {
    const next = advanceOlder(record, events.slice(from, from + batch), stateOf);
    for (const page of next.pages) world.table.put(olderPageItem(page, expiresAtSeconds));
    record = next.record;
  }
  world.table.put(olderProfileItem(record));
  return record;
}

const range = (count: number, from = 0) => Array.from({ length: count }, (_, index) => userEvent(from + index));

test.each([
  ['none', 20, 5],
  ['few', 200, 7],
  ['many', 700, 40],
])(
  'createProfileHandler never counts a repetition of what the older code counted, with %s of its pages',
  async (_, count, batch) => {
    const world = createProfileWorld();
    const events = range(count);
    putOlder(world, 'ada', events, batch);
    const more = range(60, 10_000);
    const deliveries = [events.toReversed(), more, events, [...more, ...events], range(200, 20_000), events];
    for (const handle of [world.handle, world.restart()]) {
      for (const [index, all] of deliveries.entries()) {
        for (let from = 0; from < all.length; from += 45) {
          expect(await handle([eventMessage(`${index}/${from}`, all.slice(from, from + 45))])).toEqual(new Set());
        }
      }
    }
    const distinct = [...events, ...more, ...range(200, 20_000)];
    const state = distinct.reduce(
      (all, one) => foldEvent(exampleRetention.folding.customer, all, one),
      emptyProfileState,
    );
    expect((await world.profile()).state).toEqual(encodeState(state));
    expect(await world.eventsOf()).toBe(count + 260);
    expect(world.observer.total('EventsApplied')).toBe(260);
    expect(new Set(await world.rememberedIds())).toEqual(new Set(distinct.map((event) => eventIdHash(event.id))));
  },
);

test('createProfileHandler is not misled by pages that the older code wrote and never came to refer to', async () => {
  const world = createProfileWorld();
  const events = range(100);
  const record = putOlder(world, 'ada', events, 10);
  const refused = advanceOlder(record, range(20, 500), stateOf);
  expect(refused.pages.length).toBeGreaterThan(0);
  for (const page of refused.pages) world.table.put(olderPageItem(page, nowMs / 1000));
  await world.handle([eventMessage('m', [...events, ...range(20, 500)])]);
  expect(world.observer.total('EventsApplied')).toBe(20);
  expect(await world.eventsOf()).toBe(120);
});

test('createProfileHandler writes an older profile back in the layout of today, with its stays begun before', async () => {
  const world = createProfileWorld();
  const record = putOlder(world, 'ada', range(30), 10);
  await world.handle([eventMessage('m', [{ ...userEvent(999), timeMs: nowMs }])]);
  const item = world.table.get(`${tenant}|ada`, 'profile');
  expect(Object.keys(item ?? {})).toContain('body');
  expect(Object.keys(item ?? {})).not.toContain('members');
  const { version, memberships } = await world.profile();
  expect(version).toBe(record.version + 1);
  expect(memberships['active']).toEqual({
    sinceMs: nowMs - 40 * dayMs,
    version: 1,
    enteredVersion: 0,
    heldBack: false,
  });
});

test('createProfileHandler joins a visitor whom the older code knew, and its pages count', async () => {
  const world = createProfileWorld();
  const before = Array.from({ length: 200 }, (_, index) => visitorEvent(index)).filter((one) => one.type === 'track');
  putOlder(world, visitor, before, 12);
  putOlder(world, 'ada', [userEvent(1)], 1);
  await world.handle([eventMessage('join', [identifyEvent('join')])]);
  for (let from = 0; from < before.length; from += 30) {
    await world.handle([eventMessage('again', before.slice(from, from + 30))]);
  }
  await expectJoined(world, [...before, userEvent(1), identifyEvent('join')]);
  expect(world.observer.total('EventsApplied')).toBe(1);
});

test('createProfileHandler writes nothing over a profile of newer code: the message goes back, and says what to do', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m1', [userEvent(1)])]);
  const item = world.table.get(`${tenant}|ada`, 'profile');
  const body = item?.['body']?.B;
  if (item === null || body === undefined) throw new Error('There is no profile');
  const newer = { ...item, body: { B: Uint8Array.from(body, (byte, index) => (index === 0 ? 4 : byte)) } };
  world.table.put(newer);
  expect(await world.handle([eventMessage('m2', [userEvent(2)])])).toEqual(new Set(['m2']));
  expect(world.table.get(`${tenant}|ada`, 'profile')).toEqual(newer);
  expect(world.observer.warnings.at(-1)).toContain('its layout 4 is not known');
});

test.each([
  ['alone', false],
  ['and the newer code left a page of a write that was refused', true],
])('createProfileHandler is not misled when the older code still adds pages after a look, %s', async (_, isRefused) => {
  const world = createProfileWorld();
  let record = putOlder(world, 'ada', range(400), 10);
  if (isRefused) {
    const { version, recentEventIds: eventIds } = record;
    await world.profiles.putPage({ tenant, customerId: 'ada', version, eventIds, expiresMs: nowMs + 49 * dayMs });
  }
  await world.handle([eventMessage('again', range(5))]);
  expect(await world.profile()).toMatchObject({ version: record.version, pagedIds: { kind: 'older' } });
  const more = range(60, 400);
  for (let from = 0; from < 60; from += 10) {
    const next = advanceOlder(record, more.slice(from, from + 10), stateOf);
    for (const page of next.pages) world.table.put(olderPageItem(page, (nowMs + 360 * dayMs) / 1000));
    record = next.record;
    world.table.put(olderProfileItem(record));
  }
  expect(record.pageCount).toBeGreaterThan(25);
  for (let from = 0; from < 60; from += 12) await world.handle([eventMessage('more', more.slice(from, from + 12))]);
  expect(world.observer.total('EventsApplied')).toBe(0);
  expect(await world.eventsOf()).toBe(460);
  await world.handle([eventMessage('new', range(70, 1_000))]);
  for (const events of [range(230), range(230, 230)]) await world.handle([eventMessage('all', events)]);
  expect(world.observer.total('EventsApplied')).toBe(70);
  expect((await world.profile()).pagedIds).toEqual({ kind: 'look' });
});
