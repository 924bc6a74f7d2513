import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { createCrashingWorld } from './crashing-world.ts';
import { drain, messagesOf } from './draining.ts';
import { eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { createProfileWorld } from './profile-world.ts';
import { claimed, seen, visitorNumber } from './visiting.ts';

const none = new Set<string>();
type World = ReturnType<typeof createProfileWorld>;

/** A group event, later by so many milliseconds. */
function group(id: string, accountId: string | null, more: Partial<CanonicalEvent> = {}, laterMs = 0): CanonicalEvent {
  return exampleEvent(id, { type: 'group', name: 'Group', accountId, timeMs: nowMs - 1_000 + laterMs, ...more });
}

const ofVisitor = { userId: null, anonymousId: 'v001' };
const accountsOf = async (world: World, customerId = 'ada') =>
  (await world.profiles.loadTraits(tenant, customerId)).accounts.links;
const membersOf = (world: World, accountId: string) => world.profiles.loadMembers(tenant, `account:${accountId}`);
const traitsOf = async (world: World, accountId: string) =>
  (await world.profiles.loadTraits(tenant, `account:${accountId}`)).traits;

describe('createProfileHandler with group events', () => {
  test('createProfileHandler links the user to the account, notes the member, and gives the account its traits', async () => {
    const world = createProfileWorld();
    const told = group('g2', 'acme', { userId: 'bob', properties: { plan: 'pro', seats: 7 } }, 5);
    const older = group('g1', 'acme', { properties: { plan: 'free' } });
    expect(await world.handle([eventMessage('m', [told, older, group('g3', 'acme', {}, 9)])])).toEqual(none);
    const link = { accountId: 'acme', firstMs: nowMs - 1_000, lastMs: nowMs - 991 };
    expect(await accountsOf(world)).toEqual([link]);
    expect(await membersOf(world, 'acme')).toEqual(['ada', 'bob']);
    expect(await traitsOf(world, 'acme')).toEqual({
      plan: { value: 'pro', timeMs: told.timeMs, eventId: 'g2' },
      seats: { value: 7, timeMs: told.timeMs, eventId: 'g2' },
    });
    expect((await world.profiles.loadTraits(tenant, 'ada')).traits).toEqual({});
    expect(await world.eventsOf('ada')).toBe(2);
    expect(await world.profiles.load(tenant, 'account:acme', 'consistent')).toBeNull();
  });

  test('createProfileHandler writes nothing more when the same group events come again', async () => {
    const world = createProfileWorld();
    const messages = [eventMessage('m', [group('g1', 'acme', { properties: { plan: 'free' } })])];
    await world.handle(messages);
    const items = world.table.all();
    expect(await world.handle(messages)).toEqual(none);
    expect(world.table.all()).toEqual(items);
  });

  test.each([
    ['without an account', group('g', null)],
    ['of an account that can be none in particular', group('g', 'null')],
    ['of another type that names an account in passing', exampleEvent('g', { accountId: 'acme' })],
  ])('createProfileHandler reads and writes no traits for an event %s', async (_what, event) => {
    const asked: string[] = [];
    const world = createProfileWorld({
      profiles: (store) => ({
        ...store,
        loadTraits: (owner, customerId) => {
          asked.push(customerId);
          return store.loadTraits(owner, customerId);
        },
      }),
    });
    expect(await world.handle([eventMessage('m', [event])])).toEqual(none);
    expect(asked).toEqual([]);
    expect(await world.eventsOf('ada')).toBe(1);
  });

  test('createProfileHandler writes an account once for all its members of a batch', async () => {
    const written: string[] = [];
    const world = createProfileWorld({
      profiles: (store) => ({
        ...store,
        putTraits: (owner, customerId, stored) => {
          written.push(customerId);
          return store.putTraits(owner, customerId, stored);
        },
      }),
    });
    const events = ['ada', 'bob', 'eve'].map((userId) =>
      group(userId, 'acme', { userId, properties: { plan: userId } }),
    );
    await world.handle([eventMessage('m', events)]);
    expect(written.toSorted()).toEqual(['account:acme', 'ada', 'bob', 'eve']);
    expect(await membersOf(world, 'acme')).toEqual(['ada', 'bob', 'eve']);
  });

  test('createProfileHandler sends the messages back whose account cannot be written, and counts each event once', async () => {
    const trouble = { isOver: false };
    const world = createProfileWorld({
      profiles: (store) => ({
        ...store,
        putTraits: (owner, customerId, stored) =>
          customerId.startsWith('account:') && !trouble.isOver
            ? Promise.reject(new Error('away'))
            : store.putTraits(owner, customerId, stored),
      }),
    });
    const messages = [
      eventMessage('m1', [group('g1', 'acme', { properties: { plan: 'pro' } })]),
      eventMessage('m2', [exampleEvent('other', { userId: 'bob' })]),
    ];
    expect(await world.handle(messages)).toEqual(new Set(['m1']));
    trouble.isOver = true;
    expect(await world.handle(messages.slice(0, 1))).toEqual(none);
    expect([await world.eventsOf('ada'), await world.eventsOf('bob')]).toEqual([1, 1]);
    expect(await traitsOf(world, 'acme')).toMatchObject({ plan: { value: 'pro' } });
  });
});

describe('createProfileHandler with accounts of visitors', () => {
  test('createProfileHandler makes a visitor a member only once it is known who that is', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [group('g1', 'acme', ofVisitor)])]);
    expect(await accountsOf(world, visitorNumber(1))).toMatchObject([{ accountId: 'acme' }]);
    expect(await membersOf(world, 'acme')).toEqual([]);
    await world.handle([eventMessage('m2', [claimed(1)])]);
    expect(await accountsOf(world)).toEqual([{ accountId: 'acme', firstMs: nowMs - 1_000, lastMs: nowMs - 1_000 }]);
    expect(await membersOf(world, 'acme')).toEqual(['ada']);
    expect(await accountsOf(world, visitorNumber(1))).toEqual([]);
    await world.handle([eventMessage('m3', [group('g2', 'beta', ofVisitor)])]);
    expect(await accountsOf(world)).toMatchObject([{ accountId: 'acme' }, { accountId: 'beta' }]);
    expect(await membersOf(world, 'beta')).toEqual(['ada']);
  });

  test('createProfileHandler leaves the accounts of a refused visitor with the visitor', async () => {
    const world = createProfileWorld();
    await world.handle([eventMessage('m1', [group('g1', 'acme', ofVisitor), claimed(1, 'bob')])]);
    await world.handle([eventMessage('m2', [claimed(1, 'ada')])]);
    expect(await accountsOf(world)).toEqual([]);
    expect(await membersOf(world, 'acme')).toEqual(['bob']);
  });

  test('createProfileHandler holds the accounts that all events tell, in any order and with workers at the same time', async () => {
    const drawn = fc.record({
      who: fc.constantFrom<Partial<CanonicalEvent>>({}, ofVisitor, { userId: 'bob' }),
      accountId: fc.constantFrom('acme', 'beta', 'gamma'),
      laterMs: fc.nat({ max: 50 }),
      plan: fc.option(fc.nat({ max: 3 })),
    });
    const events = fc.array(drawn, { maxLength: 30 }).map((all) => {
      return all.map(({ who, accountId, laterMs, plan }, index) =>
        group(`g${index}`, accountId, { ...who, properties: plan === null ? {} : { plan } }, laterMs),
      );
    });
    const batch = fc.record({ size: fc.integer({ min: 1, max: 4 }), workers: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(events, fc.nat(), batch, fc.integer({ min: 1, max: 5 }), async (told, at, how, perMessage) => {
        const world = createProfileWorld();
        const all = told.toSpliced(at % (told.length + 1), 0, claimed(1));
        await drain(messagesOf([...all, ...all.toReversed()], perMessage), how, world.handle);
        for (const userId of ['ada', 'bob']) {
          const own = told.filter((event) => (event.userId ?? 'ada') === userId);
          const expected = [...Map.groupBy(own, (event) => event.accountId ?? '')].map(([accountId, some]) => {
            const times = some.map((event) => event.timeMs);
            return { accountId, firstMs: Math.min(...times), lastMs: Math.max(...times) };
          });
          expect(await accountsOf(world, userId)).toEqual(
            expected.sort((a, b) => (a.accountId < b.accountId ? -1 : 1)),
          );
        }
        for (const accountId of ['acme', 'beta', 'gamma']) {
          const own = told.filter((event) => event.accountId === accountId);
          expect(await membersOf(world, accountId)).toEqual([...new Set(own.map((one) => one.userId ?? 'ada'))].sort());
          const plans = own.filter((event) => 'plan' in event.properties);
          const last = plans.sort((a, b) => a.timeMs - b.timeMs || (a.id < b.id ? -1 : 1)).at(-1);
          expect((await traitsOf(world, accountId))['plan']?.value).toEqual(last?.properties['plan']);
        }
      }),
      { numRuns: 150 },
    );
  });
});

test.each(['before', 'after'] as const)(
  'createProfileHandler tells accounts and members all when the process dies %s any of its calls and the messages come again',
  async (when) => {
    const before = [seen(1), group('g1', 'acme', { ...ofVisitor, properties: { plan: 'pro' } })];
    const during = [claimed(1), group('g2', 'beta', { properties: { plan: 'free' } }), group('g3', 'acme')];
    let deaths = 0;
    for (let atCall = 1; ; atCall += 1) {
      const { world, revive } = createCrashingWorld({ atCall, when });
      const messages = [eventMessage('before', before), eventMessage('during', during)];
      const left: string[] = [];
      for (const message of messages) left.push(...(await world.handle([message])));
      revive();
      const again = messages.filter((message) => left.includes(message.id));
      expect(await world.restart()(again.toReversed())).toEqual(none);
      expect((await accountsOf(world)).map((link) => link.accountId)).toEqual(['acme', 'beta']);
      expect([await membersOf(world, 'acme'), await membersOf(world, 'beta')]).toEqual([['ada'], ['ada']]);
      expect(await traitsOf(world, 'acme')).toMatchObject({ plan: { value: 'pro' } });
      expect(await traitsOf(world, 'beta')).toMatchObject({ plan: { value: 'free' } });
      expect(await accountsOf(world, visitorNumber(1))).toEqual([]);
      expect(await world.eventsOf('ada')).toBe(5);
      if (left.length === 0) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(15);
  },
);
