import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { eventIdHash } from '#domain/profile/event-ids.ts';
import { foldEvent } from '#domain/profile/fold-event.ts';
import { mergeTraits } from '#domain/profile/merge-traits.ts';
import { emptyProfileState } from '#domain/profile/profile-state.ts';
import { encodeState } from '#domain/profile/state-layout.ts';
import { drain, messagesOf } from './draining.ts';
import { dayMs, exampleEvent, nowMs, purchaseEvent, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { type Fault, withFaults } from './faulty-profile-store.ts';
import { createProfileWorld } from './profile-world.ts';

const customers = ['ada', 'bob', 'a|b', 'customer #3'];

/** The event number n of a customer: always the same one. */
function eventOf(userId: string, number: number): CanonicalEvent {
  const more = { userId, timeMs: nowMs - ((number * 7_919) % 120) * (dayMs / 4) };
  const id = `event ${number}`;
  if (number % 5 === 0) return purchaseEvent(id, number + 0.01, more);
  if (number % 7 === 0) {
    const properties = { email: `${number}@example.com`, [`trait ${number % 3}`]: number };
    return exampleEvent(id, { ...more, type: 'identify', name: 'Identify', properties });
  }
  return exampleEvent(id, more);
}

const sent = fc.record({ customer: fc.constantFrom(...customers), number: fc.nat({ max: 60 }) });

/** Events in any order and with repetitions, cut into messages, and the messages into batches. */
const deliveries = fc.record({
  events: fc.array(sent, { minLength: 1, maxLength: 250 }),
  eventsPerMessage: fc.integer({ min: 1, max: 40 }),
  messagesPerBatch: fc.integer({ min: 1, max: 10 }),
  workers: fc.integer({ min: 1, max: 3 }),
});

async function expectExactly(world: ReturnType<typeof createProfileWorld>, distinct: readonly CanonicalEvent[]) {
  for (const customer of customers) {
    const own = distinct.filter((event) => event.userId === customer);
    if (own.length === 0) {
      expect(await world.profiles.load(tenant, customer, 'consistent')).toBeNull();
      continue;
    }
    const state = own.reduce(
      (folded, event) => foldEvent(exampleRetention.folding.customer, folded, event),
      emptyProfileState,
    );
    expect((await world.profile(customer)).state).toEqual(encodeState(state));
    const ids = own.map((event) => eventIdHash(event.id));
    expect((await world.rememberedIds(customer)).toSorted()).toEqual(ids.toSorted());
    expect((await world.profiles.loadTraits(tenant, customer)).traits).toEqual(
      mergeTraits(exampleRetention.plan, {}, own),
    );
  }
}

function property(faults: fc.Arbitrary<Fault>, countsAddUp: boolean) {
  return fc.asyncProperty(deliveries, fc.array(faults, { maxLength: 60 }), async (plan, faultList) => {
    const events = plan.events.map(({ customer, number }) => eventOf(customer, number));
    const distinct = [...new Map(events.map((event) => [`${event.userId} ${event.id}`, event])).values()];
    const world = createProfileWorld({ profiles: (store) => withFaults(store, faultList) });
    const queue = messagesOf(events, plan.eventsPerMessage);
    await drain(queue, { size: plan.messagesPerBatch, workers: plan.workers }, world.handle);
    await expectExactly(world, distinct);
    if (countsAddUp) expect(world.observer.total('EventsApplied')).toBe(distinct.length);
    const firstDeliveries = world.observer.total('EventsApplied') + world.observer.total('EventsDuplicate');
    expect(firstDeliveries).toBeGreaterThanOrEqual(events.length);
    if (faultList.length === 0 && plan.workers === 1) expect(firstDeliveries).toBe(events.length);
  });
}

test('createProfileHandler holds the fold of the distinct events, and counts each once, through failures and conflicts', async () => {
  await fc.assert(property(fc.constantFrom<Fault>('none', 'none', 'fails', 'throttled', 'conflict'), true), {
    numRuns: 150,
  });
});

test('createProfileHandler holds the fold of the distinct events when answers to writes are lost as well', async () => {
  await fc.assert(property(fc.constantFrom<Fault>('none', 'fails', 'throttled', 'conflict', 'answer lost'), false), {
    numRuns: 150,
  });
});

test('createProfileHandler counts every event of a customer with hundreds, in whatever order they come', async () => {
  const order = fc.shuffledSubarray(
    Array.from({ length: 300 }, (_, number) => number),
    { minLength: 300 },
  );
  await fc.assert(
    fc.asyncProperty(
      order,
      fc.array(fc.constantFrom<Fault>('none', 'fails', 'answer lost')),
      async (numbers, faults) => {
        const events = numbers.map((number) => eventOf('ada', number));
        const world = createProfileWorld({ profiles: (store) => withFaults(store, faults) });
        await drain(messagesOf([...events, ...events.toReversed()], 25), { size: 2, workers: 2 }, world.handle);
        await expectExactly(world, events);
      },
    ),
    { numRuns: 15 },
  );
});
