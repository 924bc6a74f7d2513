import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { createCrashingWorld } from './crashing-world.ts';
import { drain, messagesOf } from './draining.ts';
import { eventMessage, exampleEvent, tenant } from './example-events.ts';
import { type Fault, withFaults } from './faulty-profile-store.ts';
import { aliasEvent, expectJoined, identifyEvent, userEvent, visitor, visitorEvent } from './joining.ts';
import { createProfileWorld } from './profile-world.ts';

const joins = [identifyEvent('join 1'), aliasEvent('join 2'), identifyEvent('join 3')];

/** Deeds of the visitor and of the user, repeated and in any order, with at least one join somewhere among them. */
const deeds = fc
  .tuple(
    fc.array(fc.oneof(fc.nat({ max: 150 }).map(visitorEvent), fc.nat({ max: 60 }).map(userEvent)), {
      maxLength: 220,
      size: 'max',
    }),
    fc.array(fc.tuple(fc.nat(), fc.constantFrom(...joins)), { minLength: 1, maxLength: 4 }),
  )
  .map(([events, told]) => {
    const mixed: CanonicalEvent[] = [...events];
    for (const [at, join] of told) mixed.splice(at % (mixed.length + 1), 0, join);
    return mixed;
  });

const plans = fc.record({
  events: deeds,
  eventsPerMessage: fc.integer({ min: 1, max: 30 }),
  size: fc.integer({ min: 1, max: 6 }),
  workers: fc.integer({ min: 1, max: 4 }),
});

async function run(plan: typeof plans extends fc.Arbitrary<infer Plan> ? Plan : never, faults: readonly Fault[]) {
  const world = createProfileWorld({ profiles: (store) => withFaults(store, faults) });
  await drain(messagesOf(plan.events, plan.eventsPerMessage), plan, world.handle);
  await expectJoined(world, plan.events);
  return world;
}

test('createProfileHandler holds one fold of all that visitor and user did, with workers at the same time', async () => {
  await fc.assert(
    fc.asyncProperty(plans, async (plan) => {
      const world = await run(plan, []);
      expect(world.observer.total('EventsApplied')).toBe(new Set(plan.events.map(({ id }) => id)).size);
    }),
    { numRuns: 150 },
  );
});

test('createProfileHandler holds it through failures, throttling, conflicts and lost answers', async () => {
  const faults = fc.array(fc.constantFrom<Fault>('none', 'none', 'fails', 'throttled', 'conflict', 'answer lost'), {
    maxLength: 120,
    size: 'max',
  });
  await fc.assert(
    fc.asyncProperty(plans, faults, async (plan, list) => {
      await run(plan, list);
    }),
    { numRuns: 200 },
  );
});

const before = [...Array.from({ length: 130 }, (_, index) => visitorEvent(index)), userEvent(1), userEvent(7)];
const during = [identifyEvent('join'), visitorEvent(131), visitorEvent(3), userEvent(2), aliasEvent('alias')];

test.each(['before', 'after'] as const)(
  'createProfileHandler holds it when the process dies %s any of its calls and the messages come again',
  async (when) => {
    let deaths = 0;
    for (let atCall = 1; ; atCall += 1) {
      const { world, revive } = createCrashingWorld({ atCall, when });
      const messages = [...messagesOf(before, 65), eventMessage('during', during), eventMessage('again', during)];
      const left: string[] = [];
      for (const message of messages) left.push(...(await world.handle([message])));
      revive();
      const again = messages.filter((message) => left.includes(message.id));
      expect(await world.restart()(again.toReversed())).toEqual(new Set());
      await expectJoined(world, [...before, ...during]);
      if (left.length === 0) break;
      deaths += 1;
    }
    expect(deaths).toBeGreaterThan(15);
  },
);

test('createProfileHandler lets one of two users have the visitor who are told of at the same time, and counts all', async () => {
  const users = ['ada', 'bob'];
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const world = createProfileWorld({
        profiles: (store) => ({
          ...store,
          load: scheduler.scheduleFunction((...of: Parameters<typeof store.load>) => store.load(...of)),
          put: scheduler.scheduleFunction((record: Parameters<typeof store.put>[0]) => store.put(record)),
        }),
      });
      await scheduler.waitFor(
        world.handle([
          eventMessage(
            'm',
            Array.from({ length: 9 }, (_, n) => visitorEvent(n)),
          ),
        ]),
      );
      const deliveries = users.map((user) => world.handle([eventMessage(user, [identifyEvent(`join ${user}`, user)])]));
      await scheduler.waitFor(Promise.all([...deliveries, world.handle([eventMessage('late', [visitorEvent(50)])])]));
      const { joined } = await world.profile(visitor);
      expect(joined).toMatchObject({ absorbed: true });
      expect(world.observer.total('EventsApplied')).toBe(12);
      const counts = await Promise.all(users.map((user) => world.eventsOf(user)));
      expect(counts.toSorted((a, b) => a - b)).toEqual([1, 11]);
      expect(users[counts.indexOf(11)]).toBe(joined?.into);
      expect(await world.eventsOf(visitor)).toBe(0);
    }),
    { numRuns: 150 },
  );
});

test('createProfileHandler joins what was frozen and never taken in, whoever tells of it next', async () => {
  const world = createProfileWorld();
  await world.handle([eventMessage('m1', [visitorEvent(1), visitorEvent(2)])]);
  const refused = createProfileWorld({
    profiles: () => ({
      ...world.profiles,
      put: (record) => (record.customerId === 'ada' ? Promise.reject(new Error('away')) : world.profiles.put(record)),
    }),
  });
  expect(await refused.handle([eventMessage('m2', [identifyEvent('join')])])).toEqual(new Set(['m2']));
  expect((await world.profile(visitor)).joined).toEqual({ into: 'ada', absorbed: false });
  expect(await world.profiles.load(tenant, 'ada', 'consistent')).toBeNull();
  await world.handle([eventMessage('m3', [visitorEvent(3), exampleEvent('own')])]);
  await world.handle([eventMessage('m4', [aliasEvent('alias')])]);
  await world.handle([eventMessage('m2', [identifyEvent('join')])]);
  const all = [1, 2, 3].map(visitorEvent);
  await expectJoined(world, [...all, exampleEvent('own'), aliasEvent('alias'), identifyEvent('join')]);
});
