import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maximumVisitors } from '#domain/profile/admit-visitors.ts';
import { freezeProfile } from '#domain/profile/join-profiles.ts';
import type { ProfileStore } from '#ports/profile-store.ts';
import { createCrashingWorld } from './crashing-world.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { aliasEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';
import { claimed, seen, upTo, visitorNumber } from './visiting.ts';

const none = new Set<string>();
const total = maximumVisitors + 10;

/** Who was joined into Ada, and whom she asked for in vain. */
async function identityOf(world: ReturnType<typeof createProfileWorld>, userId = 'ada') {
  const { refusedJoins } = await world.profiles.loadTraits(tenant, userId);
  return {
    joined: (await world.profiles.loadJoins(tenant, userId)).map((join) => join.visitor),
    refused: refusedJoins.joins.map((join) => join.customerId),
    reasons: new Set(refusedJoins.joins.map((join) => join.reason)),
  };
}

const firstOnes = upTo(maximumVisitors).map(visitorNumber);
const others = upTo(total).slice(maximumVisitors).map(visitorNumber);

describe('createProfileHandler with more visitors than a user may have', () => {
  test('createProfileHandler joins the first, leaves the others customers of their own, and writes down which', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', upTo(total).map(seen))]);
    for (const number of upTo(total))
      expect(await world.handle([eventMessage(`c${number}`, [claimed(number)])])).toEqual(none);
    expect(await identityOf(world)).toEqual({ joined: firstOnes, refused: others, reasons: new Set(['limit']) });
    expect(world.observer.total('JoinsRefused')).toBe(10);
    expect(await world.eventsOf('ada')).toBe(total + maximumVisitors);
    for (const other of others) {
      expect((await world.profile(other)).joined).toBeNull();
      expect(await world.eventsOf(other)).toBe(1);
    }
  });

  test('createProfileHandler joins the earliest of a batch, in whatever order its events come', async () => {
    const messages = fc.shuffledSubarray(upTo(total), { minLength: total });
    await fc.assert(
      fc.asyncProperty(messages, async (order) => {
        const world = createProfileWorld();
        expect(await world.handle(order.map((number) => eventMessage(`m${number}`, [claimed(number)])))).toEqual(none);
        expect(await identityOf(world)).toMatchObject({ joined: firstOnes, refused: others });
      }),
      { numRuns: 20 },
    );
  });

  test('createProfileHandler lets what a refused visitor does count for the visitor, and asks again in vain', async () => {
    const world = createProfileWorld();
    await world.handle([
      eventMessage(
        'm1',
        upTo(total).map((one) => claimed(one)),
      ),
    ]);
    await world.handle([eventMessage('m2', [seen(total)])]);
    expect(await world.handle([eventMessage('m3', [{ ...claimed(total), id: 'again' }])])).toEqual(none);
    expect(await world.eventsOf(visitorNumber(total))).toBe(1);
    expect(await world.eventsOf('ada')).toBe(total + 1);
    expect(await identityOf(world)).toMatchObject({ joined: firstOnes, refused: others });
  });

  test('createProfileHandler asks nothing about others when a visitor is told of again who was joined before', async () => {
    const asked: string[] = [];
    const world = createProfileWorld({
      profiles: (store): ProfileStore => ({
        ...store,
        load: (owner, customerId, consistency) => {
          asked.push(`load ${customerId}`);
          return store.load(owner, customerId, consistency);
        },
        loadJoins: (owner, customerId) => {
          asked.push(`joins of ${customerId}`);
          return store.loadJoins(owner, customerId);
        },
      }),
    });
    await world.handle([eventMessage('m1', [claimed(1)])]);
    asked.length = 0;
    await world.handle([eventMessage('m2', [{ ...claimed(1), id: 'again' }])]);
    expect(asked).toEqual([`load ${visitorNumber(1)}`]);
  });

  test('createProfileHandler finishes a join that was begun, though an old read shows the visitor open', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [seen(total)])]);
    await world.handle([
      eventMessage(
        'm2',
        upTo(maximumVisitors).map((number) => claimed(number)),
      ),
    ]);
    const open = await world.profile(visitorNumber(total));
    const about = { tenant, customerId: open.customerId, record: open, into: 'ada', correlationId: 'c' };
    await world.profiles.put(freezeProfile({ ...about, mode: 'live', nowMs }));
    const behind = createProfileWorld({
      profiles: () => ({
        ...world.profiles,
        load: async (owner, customerId, consistency) =>
          customerId === open.customerId && consistency === 'eventual'
            ? open
            : world.profiles.load(owner, customerId, consistency),
      }),
    });
    expect(await behind.handle([eventMessage('m3', [claimed(total)])])).toEqual(none);
    expect((await world.profile(visitorNumber(total))).joined).toEqual({ into: 'ada', absorbed: true });
    expect(await world.eventsOf('ada')).toBe(maximumVisitors + 2);
    expect(behind.observer.total('JoinsRefused')).toBe(0);
  });
});

describe('createProfileHandler with joins that cannot be', () => {
  test('createProfileHandler writes down for the second of two users that the visitor belongs to the first', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [claimed(1, 'ada')])]);
    await world.handle([eventMessage('m2', [claimed(1, 'bob'), { ...claimed(1, 'bob'), id: 'again', timeMs: nowMs }])]);
    const { refusedJoins } = await world.profiles.loadTraits(tenant, 'bob');
    const join = { customerId: visitorNumber(1), sinceMs: claimed(1).timeMs, reason: 'taken', holder: 'ada' };
    expect(refusedJoins).toEqual({ joins: [join], more: false });
    expect(await identityOf(world, 'bob')).toMatchObject({ joined: [] });
    expect(await identityOf(world, 'ada')).toMatchObject({ joined: [visitorNumber(1)], refused: [] });
  });

  test('createProfileHandler does not join two known users whom an alias calls one person, and reports it', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [exampleEvent('of bob', { userId: 'bob' })])]);
    expect(await world.handle([eventMessage('m2', [aliasEvent('alias', 'ada', 'bob')])])).toEqual(none);
    expect(await identityOf(world)).toMatchObject({ refused: ['bob'], reasons: new Set(['user']) });
    expect(world.observer.total('AliasesRefused')).toBe(1);
    expect((await world.profile('bob')).joined).toBeNull();
    expect([await world.eventsOf('bob'), await world.eventsOf('ada')]).toEqual([1, 1]);
  });

  test('createProfileHandler reports nothing of an alias of a visitor, or of a user with itself', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [exampleEvent('of ada'), seen(1)])]);
    await world.handle([eventMessage('m2', [aliasEvent('a1', 'ada', 'v001'), aliasEvent('a2', 'ada', 'ada')])]);
    expect(await identityOf(world)).toMatchObject({ refused: [] });
    expect(world.observer.total('AliasesRefused')).toBe(0);
  });

  test.each(['null', 'guest', 'undefined', '0', 'anonymous:x', 'account:x'])(
    'createProfileHandler joins nobody into the user id %s: its events are the visitor’s',
    async (userId) => {
      const world = createProfileWorld();
      expect(await world.handle([eventMessage('m', [claimed(1, userId), claimed(2, userId)])])).toEqual(none);
      expect([await world.eventsOf(visitorNumber(1)), await world.eventsOf(visitorNumber(2))]).toEqual([1, 1]);
      expect(await world.profiles.load(tenant, userId, 'consistent')).toBeNull();
      expect(world.observer.total('IdsPassedOver')).toBe(2);
      expect(world.observer.notes.join()).toContain(JSON.stringify(`shop: userId "${userId}"`).slice(1, -1));
    },
  );

  test('createProfileHandler sets an event aside that names nobody in particular, and says which ids it named', async () => {
    const world = createProfileWorld();
    const event = exampleEvent('e', { userId: 'null', anonymousId: '[object Object]' });
    expect(await world.handle([eventMessage('m', [event])])).toEqual(none);
    expect(await world.quarantined()).toMatchObject([
      {
        reason: 'no customer',
        detail:
          'userId "null" and anonymousId "[object Object]": stands for nobody in particular, and no other id is given',
      },
    ]);
  });

  test('createProfileHandler still wakes a profile that was stored under an id which can be no user any more', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [exampleEvent('e')])]);
    const stored = await world.profile('ada');
    await world.profiles.put({ ...stored, customerId: 'guest' });
    const wake = { kind: 'wake profile', schemaVersion: 1, tenant, customerId: 'guest', dueMs: nowMs };
    world.clock.nowMs += 60 * 86_400_000;
    const message = { id: 'w', body: JSON.stringify(wake), firstId: 'w', sentMs: nowMs };
    expect(await world.handle([message])).toEqual(none);
    expect((await world.profile('guest')).version).toBe(2);
  });
});

test.each(['before', 'after'] as const)(
  'createProfileHandler keeps to the limit when the process dies %s any of its calls and the messages come again',
  async (when) => {
    const claims = upTo(maximumVisitors + 1).slice(maximumVisitors - 2);
    let deaths = 0;
    for (let atCall = 1; ; atCall += 1) {
      const { world, revive } = createCrashingWorld({ atCall, when });
      for (const number of upTo(maximumVisitors - 2)) {
        await world.profiles.putJoin(tenant, 'ada', visitorNumber(number), nowMs);
      }
      const messages = [
        eventMessage('m1', claims.map(seen)),
        eventMessage(
          'm2',
          claims.map((one) => claimed(one)),
        ),
      ];
      const left: string[] = [];
      for (const message of messages) left.push(...(await world.handle([message])));
      revive();
      for (const message of messages.toReversed()) expect(await world.restart()([message])).toEqual(none);
      expect(await identityOf(world)).toMatchObject({
        joined: firstOnes,
        refused: [visitorNumber(maximumVisitors + 1)],
      });
      expect(await world.eventsOf('ada')).toBe(5);
      expect(await world.eventsOf(visitorNumber(maximumVisitors + 1))).toBe(1);
      if (left.length === 0) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(10);
  },
);
