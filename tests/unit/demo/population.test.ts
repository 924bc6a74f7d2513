import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { segmentItemSchema } from '#contracts/segment-request.ts';
import { world } from '#infra/local/demo/hidden-truth.ts';
import { createPopulation, type PopulationEvent } from '#infra/local/demo/population.ts';

const dayMs = 86_400_000;
const fromMs = Date.UTC(2026, 0, 1);

function all(options: { seed: string; customers: number; days: number }): PopulationEvent[] {
  const population = createPopulation({ ...options, fromMs });
  return [...population.until(fromMs + options.days * dayMs)];
}

function named(events: readonly PopulationEvent[], name: string): PopulationEvent[] {
  return events.filter((event) => !event.isBroken && (event.item['event'] ?? event.item['type']) === name);
}

/** How many events after `afterMs` each of the customers makes. */
function countAfter(events: readonly PopulationEvent[], customers: ReadonlySet<string>, afterMs: number): number {
  return new Set(events.filter((e) => customers.has(e.customerId) && e.timeMs > afterMs).map((e) => e.customerId)).size;
}

describe('createPopulation', () => {
  test('createPopulation gives the same events for the same seed, and others for another', () => {
    const options = { seed: 'one', customers: 60, days: 40 };
    expect(all(options)).toEqual(all(options));
    expect(all({ ...options, seed: 'two' })).not.toEqual(all(options));
  });

  test('createPopulation gives the same events however the time is cut into steps', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 30, noNaN: true }), { maxLength: 20 }), (cuts) => {
        const population = createPopulation({ seed: 'cut', customers: 20, fromMs });
        const steps = [...cuts.toSorted((a, b) => a - b), 30];
        const events = steps.flatMap((days) => [...population.until(fromMs + days * dayMs)]);
        expect(events).toEqual(all({ seed: 'cut', customers: 20, days: 30 }));
      }),
      { numRuns: 30 },
    );
  });

  test('createPopulation gives a customer the same life however many others there are', () => {
    const few = all({ seed: 'few', customers: 3, days: 30 });
    const many = all({ seed: 'few', customers: 50, days: 30 });
    expect(many.filter((event) => event.customerId <= 'customer-00003')).toEqual(few);
  });

  test('createPopulation gives events in order of time, each with an id of its own', () => {
    const events = all({ seed: 'order', customers: 300, days: 60 });
    const times = events.map((event) => event.timeMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    expect(new Set(events.map((event) => event.item['messageId'])).size).toBe(events.length);
  });

  test('createPopulation gives items that the Segment schema takes, and introduces each customer first', () => {
    const events = all({ seed: 'schema', customers: 200, days: 30 }).filter((event) => !event.isBroken);
    const known = new Set<string>();
    for (const { item, customerId } of events) {
      expect(segmentItemSchema.safeParse(item).success).toBe(true);
      if (!known.has(customerId)) expect(item['type']).toBe('identify');
      known.add(customerId);
    }
  });

  test('createPopulation uses addresses that belong to nobody', () => {
    const traits = named(all({ seed: 'addresses', customers: 500, days: 30 }), 'identify').map((e) => e.item['traits']);
    const addresses = traits.map((one) => JSON.stringify(one)).filter((text) => text.includes('"email"'));
    expect(addresses.length).toBeGreaterThan(300);
    for (const text of addresses) expect(text).toMatch(/"email":"customer-\d{5}@example\.(com|net)"/);
    expect(traits.filter((one) => JSON.stringify(one).includes('"emailConsent":false')).length).toBeGreaterThan(10);
  });

  test('createPopulation makes some events that break the schema or the plan, and few', () => {
    const events = all({ seed: 'broken', customers: 1000, days: 60 });
    const broken = events.filter((event) => event.isBroken);
    expect(broken.length / events.length).toBeGreaterThan(1 / 800);
    expect(broken.length / events.length).toBeLessThan(1 / 200);
    expect(new Set(broken.map((event) => event.item['type'])).has('telepathy')).toBe(true);
  });
});

describe('createPopulation hides a truth', () => {
  test('createPopulation lets customers visit at about the rate of the hidden truth', () => {
    const population = createPopulation({ seed: 'rates', customers: 1500, fromMs });
    const events = [...population.until(fromMs + 20 * dayMs)];
    const orders = named(events, 'Order Completed').length;
    const tickets = named(events, 'Support Ticket Opened').length;
    const sure = orders / (0.4 * world.buysOnVisit.subscriber + 0.6 * world.buysOnVisit.shopper);
    expect(tickets / sure).toBeGreaterThan(world.opensTicketOnVisit * 0.7);
    expect(tickets / sure).toBeLessThan(world.opensTicketOnVisit * 1.4);
  });

  test('createPopulation makes customers lapse: fewer are active later, more so after a ticket', () => {
    const events = all({ seed: 'lapse', customers: 3000, days: 120 });
    const joinedEarly = new Set(
      named(events, 'identify')
        .filter((e) => e.timeMs < fromMs + 30 * dayMs)
        .map((e) => e.customerId),
    );
    const unhappy = new Set(
      named(events, 'Support Ticket Opened')
        .filter((e) => e.timeMs < fromMs + 30 * dayMs && joinedEarly.has(e.customerId))
        .map((e) => e.customerId),
    );
    const others = new Set([...joinedEarly].filter((id) => !unhappy.has(id)));
    const lateMs = fromMs + 60 * dayMs;
    const activeOthers = countAfter(events, others, lateMs) / others.size;
    expect(activeOthers).toBeGreaterThan(0.4);
    expect(activeOthers).toBeLessThan(0.9);
    expect(countAfter(events, unhappy, lateMs) / unhappy.size).toBeLessThan(activeOthers - 0.05);
  });

  test('createPopulation brings a share of the quiet customers back when they are contacted', () => {
    const quietFromMs = fromMs + 60 * dayMs;
    const comeBack = (contact: boolean) => {
      const population = createPopulation({ seed: 'effect', customers: 2000, fromMs });
      const last = new Map<string, number>();
      for (const event of population.until(quietFromMs)) last.set(event.customerId, event.timeMs);
      const quiet = new Set([...last].filter(([, ms]) => quietFromMs - ms > 20 * dayMs).map(([id]) => id));
      if (contact) for (const id of quiet) population.contacted(id, quietFromMs);
      const after = [...population.until(quietFromMs + 14 * dayMs)];
      return countAfter(after, quiet, quietFromMs) / quiet.size;
    };
    const effect = comeBack(true) - comeBack(false);
    expect(effect).toBeGreaterThan(0.12);
    expect(effect).toBeLessThan(0.35);
  });

  test('createPopulation ignores a contact with somebody that it does not know', () => {
    const population = createPopulation({ seed: 'stranger', customers: 5, fromMs });
    population.contacted('somebody-else', fromMs);
    expect([...population.until(fromMs + dayMs)]).toEqual(all({ seed: 'stranger', customers: 5, days: 1 }));
    expect(population.truthOf('somebody-else')).toBeNull();
    expect(population.truthOf('customer-00001')?.customerId).toBe('customer-00001');
  });
});
