import { type Item, text } from '#adapters/aws/item-attributes.ts';
import { customerKey } from '#adapters/aws/item-keys.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { queueJson } from '#contracts/queue-json.ts';
import { packEvents } from '#domain/ingest/pack-events.ts';
import { createRandom, type Random } from '#infra/local/demo/random.ts';
import { createAgenda } from './agenda.ts';
import { createCountedDeployment, tenant } from './counted-deployment.ts';
import { createTally } from './tally.ts';
import { customerIdOf, eventName, shopping } from './traffic.ts';

const dayMs = 86_400_000;

/** When the workloads begin; the customers have been known for so many days then. */
export const workloadsStartMs = Date.UTC(2026, 0, 1, 12);
const historyDays = 45;
const daysBetweenVisits = 3;

/** The most events of a visit: 1 to 16, by customer, so that every stage of filling an item occurs. */
const mostEventsOf = (customer: number): number => 1 + ((customer * 7_919) % 16);

function visit(customer: number, nowMs: number, random: Random): CanonicalEvent[] {
  return Array.from({ length: 1 + random.below(mostEventsOf(customer)) }, (_, index) => ({
    tenant,
    id: `past-${customer}-${nowMs}-${index}`,
    type: 'track' as const,
    name: eventName(shopping, random),
    userId: customerIdOf(customer),
    anonymousId: null,
    accountId: null,
    timeMs: nowMs - index * 1_000,
    receivedMs: nowMs,
    properties: { total: random.below(20_000) / 100 },
    context: {},
  }));
}

/**
 * The items of customers who have come every three days for 45 days, as the live path has left them: every write and every
 * wake-up of those days is done by the handlers.
 */
export async function knownCustomers(customers: number): Promise<Item[]> {
  const agenda = createAgenda(workloadsStartMs - historyDays * dayMs);
  const world = await createCountedDeployment({
    tally: createTally(),
    nowMs: agenda.nowMs,
    onAnnouncement: () => undefined,
    onTransition: () => undefined,
  });
  const random = createRandom('history');
  const message = (body: string, index: number) => {
    return { id: String(index), body, firstId: String(index), sentMs: agenda.nowMs() };
  };
  const handle = (bodies: readonly string[]) => world.waits.measure(() => world.profile(bodies.map(message)));
  const wakeAll = async () => {
    await world.waits.measure(world.wake);
    world.queues.playbooks.take();
    const bodies = world.queues.events.take();
    for (let from = 0; from < bodies.length; from += 1_000) await handle(bodies.slice(from, from + 1_000));
  };
  for (let day = 0; day < historyDays; day += 1) {
    await agenda.runUntil(workloadsStartMs - (historyDays - day) * dayMs);
    await wakeAll();
    const events: CanonicalEvent[] = [];
    for (let customer = day % daysBetweenVisits; customer < customers; customer += daysBetweenVisits) {
      events.push(...visit(customer, agenda.nowMs(), random));
    }
    const batch = { tenant, source: 'history', correlationId: 'history', clock: { mode: 'live' as const }, events };
    for (const message of packEvents(batch)) await handle([queueJson(message)]);
  }
  await agenda.runUntil(workloadsStartMs);
  await wakeAll();
  return world.tables.customers.all();
}

/** The items of the first so many of them. */
export function ofFirstCustomers(items: readonly Item[], customers: number): Item[] {
  const keys = new Set(Array.from({ length: customers }, (_, customer) => customerKey(tenant, customerIdOf(customer))));
  return items.filter((item) => keys.has(text(item, 'pk')));
}
