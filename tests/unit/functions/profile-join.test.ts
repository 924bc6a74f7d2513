import { describe, expect, test } from 'vitest';
import { maximumVisitors } from '#domain/profile/admit-visitors.ts';
import { eventIdHash, joinIdHash } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { allPages } from '../../contract/all-pages.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { aliasEvent, expectJoined, identifyEvent, userEvent, visitor, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';

const none = new Set<string>();
const visitorEvents = (count: number, from = 1) =>
  Array.from({ length: count }, (_, index) => visitorEvent(from + index));
const userEvents = (count: number, from = 1) => Array.from({ length: count }, (_, index) => userEvent(from + index));

describe.each([
  ['identify', identifyEvent('join')],
  ['alias', aliasEvent('join')],
])('createProfileHandler with a join by %s', (_, join) => {
  test('createProfileHandler takes what the visitor did before into the user’s profile', async () => {
    const world = createProfileWorld();
    const [before, own] = [visitorEvents(20), userEvents(15)];
    await world.handle([eventMessage('m1', before), eventMessage('m2', own)]);
    expect(await world.handle([eventMessage('m3', [join])])).toEqual(none);
    await expectJoined(world, [...before, ...own, join]);
    expect(world.observer.total('EventsApplied')).toBe(36);
  });

  test('createProfileHandler makes the user’s profile where the user was never seen', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(8))]);
    await world.handle([eventMessage('m2', [join])]);
    await expectJoined(world, [...visitorEvents(8), join]);
  });

  test('createProfileHandler counts events for the user that come for the visitor after the join, and once', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(10))]);
    await world.handle([eventMessage('m2', [join])]);
    const after = [...visitorEvents(12, 8), ...userEvents(3)];
    expect(await world.handle([eventMessage('m3', after), eventMessage('m4', after)])).toEqual(none);
    await expectJoined(world, [...visitorEvents(10), join, ...after]);
    expect(world.observer.total('EventsApplied')).toBe(10 + 1 + 9 + 3);
    expect(world.observer.total('EventsDuplicate')).toBe(3 + 15);
  });

  test('createProfileHandler leaves a mark where the visitor was never seen, so that later events find their way', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [join])]);
    expect(await world.profile(visitor)).toMatchObject({ version: 2, joined: { into: 'ada', absorbed: true } });
    expect(await world.profiles.loadJoins(tenant, 'ada')).toEqual([{ visitor, joinedMs: nowMs }]);
    await world.handle([eventMessage('m2', visitorEvents(9))]);
    await expectJoined(world, [join, ...visitorEvents(9)]);
  });

  test('createProfileHandler joins once, however often the join is delivered and told anew', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(9))]);
    await world.handle([eventMessage('m2', [join]), eventMessage('m3', [join])]);
    const frozen = await world.profile(visitor);
    await world.handle([eventMessage('m2', [join])]);
    await world.handle([eventMessage('m4', [identifyEvent('again'), aliasEvent('and again')])]);
    await expectJoined(world, [...visitorEvents(9), join, identifyEvent('again'), aliasEvent('and again')]);
    expect(await world.profile(visitor)).toEqual(frozen);
    expect((await world.rememberedIds()).filter((idHash) => idHash === joinIdHash(visitor))).toHaveLength(1);
  });

  test('createProfileHandler lets the first user have the visitor: a second one changes nothing', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(9))]);
    await world.handle([eventMessage('m2', [join])]);
    const [frozen, ada] = [await world.profile(visitor), await world.profile()];
    const second = [identifyEvent('theirs', 'bob'), aliasEvent('theirs too', 'bob')];
    expect(await world.handle([eventMessage('m3', second)])).toEqual(none);
    expect([await world.profile(visitor), await world.profile()]).toEqual([frozen, ada]);
    expect(decodeState((await world.profile('bob')).state).events).toBe(2);
    expect(world.observer.notes[0]).toContain('An anonymous visitor belongs to another customer already');
    await world.handle([eventMessage('m4', visitorEvents(3, 30))]);
    await expectJoined(world, [...visitorEvents(9), join, ...visitorEvents(3, 30)]);
  });
});

describe('createProfileHandler with profiles that are joined', () => {
  test('createProfileHandler counts no repetition of what the visitor did, though its ids lie in pages', async () => {
    const world = createProfileWorld();
    const before = visitorEvents(300);
    for (let from = 0; from < 300; from += 30) await world.handle([eventMessage('m', before.slice(from, from + 30))]);
    expect((await allPages(world.profiles, { tenant, customerId: visitor })).length).toBeGreaterThan(1);
    await world.handle([eventMessage('join', [identifyEvent('join')])]);
    for (const handle of [world.handle, world.restart()]) {
      for (let from = 0; from < 300; from += 50) await handle([eventMessage('m', before.slice(from, from + 50))]);
    }
    await expectJoined(world, [...before, identifyEvent('join')]);
    expect([world.observer.total('EventsApplied'), world.observer.total('EventsDuplicate')]).toEqual([301, 600]);
  });

  test('createProfileHandler finds everything in one batch: visitor, user, join and repetitions, in any order', async () => {
    const events = [...visitorEvents(12), identifyEvent('join'), ...userEvents(12), aliasEvent('alias')];
    for (const order of [events, events.toReversed(), [...events, ...events]]) {
      const world = createProfileWorld();
      let messages = order.map((event, index) => eventMessage(`m${index}`, [event]));
      for (let rounds = 0; messages.length > 0; rounds += 1) {
        expect(rounds).toBeLessThan(10);
        const failed = await world.handle(messages);
        messages = messages.filter((message) => failed.has(message.id));
      }
      await expectJoined(world, events);
    }
  });

  test('createProfileHandler goes in no circle, whatever user ids look like', async () => {
    const world = createProfileWorld();
    const tell = (id: string, userId: string, anonymousId: string) =>
      exampleEvent(id, { type: 'identify', name: 'Identify', userId, anonymousId });
    const events = [tell('1', visitor, 'x'), tell('2', visitor, 'y'), tell('3', 'anonymous:y', 'x')];
    expect(await world.handle([eventMessage('m', events)])).toEqual(none);
    expect(world.observer.total('EventsApplied')).toBe(3);
    expect((await world.profile(visitor)).joined).toBeNull();
  });

  test('createProfileHandler joins a user with many visitors, each once', async () => {
    const world = createProfileWorld();
    const others = ['y', 'z'].map((anonymousId) => exampleEvent(`of ${anonymousId}`, { userId: null, anonymousId }));
    await world.handle([eventMessage('m1', [...others, ...visitorEvents(5)])]);
    const joins = [aliasEvent('j1'), aliasEvent('j2', 'ada', 'y'), identifyEvent('j3'), aliasEvent('j4', 'ada', 'z')];
    await world.handle([eventMessage('m2', joins)]);
    await expectJoined(world, [...others, ...visitorEvents(5), ...joins]);
    expect((await world.profile('anonymous:y')).joined).toEqual({ into: 'ada', absorbed: true });
  });

  test('createProfileHandler leaves a user alone whom an alias names: only visitors are joined', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [exampleEvent('1', { userId: 'bob' })])]);
    const bob = await world.profile('bob');
    await world.handle([eventMessage('m2', [aliasEvent('2', 'ada', 'bob')])]);
    expect(await world.profile('bob')).toEqual(bob);
    expect(decodeState((await world.profile()).state).events).toBe(1);
    await world.handle([eventMessage('m3', [exampleEvent('3', { userId: 'bob' })])]);
    expect(decodeState((await world.profile('bob')).state).events).toBe(2);
  });

  test('createProfileHandler gives the visitor’s traits to the user, the later value of each', async () => {
    const world = createProfileWorld();
    const told = (id: string, userId: string | null, timeMs: number, properties: Record<string, string>) =>
      exampleEvent(id, { type: 'identify', name: 'Identify', userId, anonymousId: 'x', timeMs, properties });
    await world.handle([eventMessage('m1', [told('1', null, nowMs - 10, { plan: 'pro', city: 'Rome' })])]);
    await world.handle([eventMessage('m2', [told('2', 'ada', nowMs - 20, { plan: 'free', name: 'Ada' })])]);
    await world.handle([eventMessage('m3', [told('3', null, nowMs, { city: 'Oslo' })])]);
    const { traits } = await world.profiles.loadTraits(tenant, 'ada');
    expect(Object.entries(traits).map(([name, { value }]) => [name, value])).toEqual([
      ['city', 'Oslo'],
      ['name', 'Ada'],
      ['plan', 'pro'],
    ]);
  });

  test('createProfileHandler announces that the visitor left its segments, and why, and what the user entered', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [visitorEvent(0)])]);
    const entered = Object.keys((await world.profile(visitor)).memberships);
    expect(entered).toEqual(['active']);
    await world.handle([eventMessage('m2', [identifyEvent('join')])]);
    const cause = (customerId: string) => ({ cause: { kind: 'join', customerId } });
    const exits = world.announced().filter((one) => one.customerId === visitor && one.type === 'Segment Exited');
    expect(exits).toMatchObject([
      { segment: 'active', profileVersion: 2, mode: 'live', causationId: 'join/ada', why: cause('ada') },
    ]);
    const joined = world.announced().filter((one) => one.customerId === 'ada');
    expect(joined.map((one) => one.type)).toEqual(['Churn Risk Changed', 'Segment Entered']);
    expect(joined.map((one) => one.causationId)).toEqual(['join/anonymous:x', 'join/anonymous:x']);
  });

  test('createProfileHandler gives no traits to a visitor who has become part of another: they are for the user', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [visitorEvent(0)]), eventMessage('m2', [identifyEvent('join')])]);
    const late = exampleEvent('late', {
      ...visitorEvent(1),
      id: 'late',
      type: 'identify',
      properties: { shoeSize: 42 },
    });
    expect(await world.handle([eventMessage('m3', [late])])).toEqual(none);
    expect((await world.profiles.loadTraits(tenant, visitor)).traits).toEqual({});
    expect((await world.profiles.loadTraits(tenant, 'ada')).traits['shoeSize']?.value).toBe(42);
  });

  test('createProfileHandler joins as many visitors as one user may have with one write of the user', async () => {
    const world = createProfileWorld();
    const names = Array.from({ length: maximumVisitors }, (_, index) => `visitor ${index}`);
    const seen = names.map((name) => exampleEvent(`of ${name}`, { userId: null, anonymousId: name }));
    await world.handle([eventMessage('m1', seen)]);
    const joins = names.map((name) =>
      exampleEvent(`join ${name}`, { type: 'identify', userId: 'ada', anonymousId: name }),
    );
    expect(await world.handle([eventMessage('m2', joins)])).toEqual(none);
    expect(decodeState((await world.profile()).state).events).toBe(2 * maximumVisitors);
    expect((await world.profile()).version).toBe(1);
    expect(await world.handle([eventMessage('m2', joins)])).toEqual(none);
    expect((await world.profile()).version).toBe(1);
  });

  test('createProfileHandler never wakes a profile that has become part of another', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(5))]);
    await world.handle([eventMessage('m2', [identifyEvent('join')])]);
    const frozen = await world.profile(visitor);
    world.clock.nowMs = nowMs + 90 * 86_400_000;
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: visitor, dueMs: nowMs };
    expect(await world.handle([receivedMessage('w', JSON.stringify(wake))])).toEqual(none);
    expect(await world.profile(visitor)).toEqual(frozen);
  });

  test('createProfileHandler joins profiles of history under the time of that history', async () => {
    const world = createProfileWorld();
    const asOfMs = nowMs - 200 * 86_400_000;
    const clock = { mode: 'replay', asOfMs } as const;
    const old = visitorEvents(5).map((event) => ({ ...event, timeMs: asOfMs - 1 }));
    const join = { ...identifyEvent('join'), timeMs: asOfMs };
    await world.handle([eventMessage('m1', old, { clock }), eventMessage('m2', [join], { clock })]);
    await expectJoined(world, [...old, join]);
    expect((await world.profile(visitor)).judgedMs).toBe(asOfMs);
    expect(await world.profile()).toMatchObject({ clock: 'replay', judgedMs: asOfMs, wakeAtMs: null });
    expect(new Set(world.announced().map((one) => one.mode))).toEqual(new Set(['replay']));
  });

  test('createProfileHandler keeps who is live awake when history tells who the visitor was', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [visitorEvent(0)])]);
    const clock = { mode: 'replay', asOfMs: nowMs - 200 * 86_400_000 } as const;
    const join = { ...identifyEvent('join'), timeMs: clock.asOfMs };
    await world.handle([eventMessage('m2', [join], { clock })]);
    await expectJoined(world, [visitorEvent(0), join]);
    expect(await world.profile()).toMatchObject({ clock: 'live', judgedMs: nowMs });
    expect((await world.profile()).wakeAtMs).toBeGreaterThan(nowMs);
    expect(world.announced().at(-1)?.mode).toBe('replay');
  });

  test('createProfileHandler remembers ids of the frozen profile exactly: new ids of the visitor are forwarded', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', visitorEvents(4))]);
    await world.handle([eventMessage('m2', [identifyEvent('join')])]);
    const frozenIds = await world.rememberedIds(visitor);
    await world.handle([eventMessage('m3', visitorEvents(6))]);
    expect(await world.rememberedIds(visitor)).toEqual(frozenIds);
    const [join = '', ...after] = ['join', 'visitor 5', 'visitor 6'].map(eventIdHash);
    expect(await world.rememberedIds()).toEqual([join, joinIdHash(visitor), ...after]);
  });
});
