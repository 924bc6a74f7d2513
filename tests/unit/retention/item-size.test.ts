import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import { plannedEvents } from '#domain/ingest/tracking-plan.ts';
import { advanceProfile, idsInDoubt } from '#domain/profile/advance-profile.ts';
import { mostIdsOfNewFilter } from '#domain/profile/event-id-filter.ts';
import { EventIdSet } from '#domain/profile/event-id-set.ts';
import { eventIdHashBytes, unpackEventIds } from '#domain/profile/event-ids.ts';
import { profileItemBytes } from '#domain/profile/item-budget.ts';
import type { PageLookup } from '#domain/profile/known-ids.ts';
import { retention } from '#retention/retention.ts';
import { dayMs, exampleEvent, juneMs } from '../domain/example-event.ts';

/** An id as clients make them, the same in each run. */
function uuid(number: number): string {
  const hex = createHash('md5').update(String(number)).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const customerId = uuid(-1);

/** DynamoDB charges a write by each 1,024 bytes begun. */
const writeUnitBytes = 1_024;

/** Pages that are looked into as the handler does. */
class Pages {
  readonly #pages: EventIdPage[] = [];
  readonly #ids = new EventIdSet();

  add(page: EventIdPage): void {
    this.#pages.push(page);
    this.#ids.addPacked(page.eventIds);
  }

  lookup(nowMs: number): PageLookup {
    const remembered = this.#pages.filter((page) => page.expiresMs > nowMs);
    const ids = remembered.reduce((sum, page) => sum + page.eventIds.length / eventIdHashBytes, 0);
    const few = ids > mostIdsOfNewFilter ? null : remembered.flatMap((page) => unpackEventIds(page.eventIds));
    return { has: (idHash) => this.#ids.has(idHash), few };
  }
}

/** The sizes of a customer's item, write by write, with so many events in each. */
function sizesOf(events: readonly CanonicalEvent[], batch: number): number[] {
  const pages = new Pages();
  const sizes: number[] = [];
  let record: ProfileRecord | null = null;
  for (let from = 0; from < events.length; from += batch) {
    const arrivals = { events: events.slice(from, from + batch), absorbed: [] };
    const nowMs = (arrivals.events.at(-1)?.timeMs ?? 0) + 1_000;
    const mustLook = idsInDoubt({ record, ...arrivals }).length > 0;
    const result = advanceProfile(retention, {
      tenant: 'my-shop',
      customerId,
      record,
      pages: mustLook ? pages.lookup(nowMs) : null,
      ...arrivals,
      told: null,
      population: null,
      clock: { mode: 'live' },
      nowMs,
      correlationId: uuid(-2 - from),
      correlationIds: new Map(),
    });
    if (result.page !== null) pages.add(result.page);
    record = result.record ?? record;
    if (result.record !== null) sizes.push(profileItemBytes(result.record));
  }
  return sizes;
}

const names = ['Order Completed', 'Order Refunded', 'Product Added', 'Support Ticket Opened', 'Subscription Cancelled'];

/** Ten things that somebody does with a service: nine meanings, and one that has none. */
const serviceNames = [
  ...['Signed In', 'Feature Used', 'Feature Used', 'Feature Used', 'Page Seen', 'Support Ticket Opened'],
  ...['Support Ticket Resolved', 'Plan Changed', 'Invite Sent', 'Limit Reached', 'Payment Failed', 'Order Completed'],
];

/** One event for each meaning that the plan knows. */
const namesOfAll = [...new Map(plannedEvents(retention.plan).map((event) => [event.meaning, event.name])).values()];

function eventAt(number: number, timeMs: number, name: string): CanonicalEvent {
  const properties = { total: 49.9 + (number % 100), granted: true };
  return exampleEvent({ id: uuid(number), userId: customerId, name, timeMs, receivedMs: timeMs, properties });
}

function ordersEvery(days: number, count: number): CanonicalEvent[] {
  return Array.from({ length: count }, (_, n) => eventAt(n, juneMs + n * days * dayMs + n, 'Order Completed'));
}

/** So many events a day, of whatever meaning `nameOf` says. */
function daily(perDay: number, days: number, nameOf: (number: number) => string): CanonicalEvent[] {
  return Array.from({ length: perDay * days }, (_, n) =>
    eventAt(n, juneMs + Math.floor(n / perDay) * dayMs + n * 1_000, nameOf(n)),
  );
}

const lives: [string, CanonicalEvent[]][] = [
  ['who buys each month for five years', ordersEvery(30, 60)],
  ['who buys each week for four years', ordersEvery(7, 208)],
  ['who buys each day for a year', ordersEvery(1, 365)],
  ['who comes six times a day and buys once', daily(6, 110, (n) => (n % 6 === 0 ? 'Order Completed' : 'Page Seen'))],
  ['who does sixty things a day, of the five meanings of a shop', daily(60, 100, (n) => names[n % 5] ?? '')],
  ['who uses a service twelve times a day, in nine meanings', daily(12, 100, (n) => serviceNames[n % 12] ?? '')],
];

/** What fills every register, window and total of the starters, by the day of a life on which it happens: each `every` days. */
const wholeLife: [every: number, name: string, properties: CanonicalEvent['properties']][] = [
  ...['dashboard', 'report', 'export', 'search', 'integration', 'automation', 'api', 'mobile'].map(
    (feature): [number, string, CanonicalEvent['properties']] => [1, 'Feature Used', { feature }],
  ),
  [1, 'Error Occurred', {}],
  [1, 'Signed In', {}],
  [7, 'Order Completed', { total: 149.9, discount: 12.34 }],
  [9, 'Support Ticket Opened', { ticket_id: 'a', escalated: true, holdfastSentiment: -0.4 }],
  [9, 'Support Ticket Opened', { ticket_id: 'b' }],
  [9, 'Support Ticket Resolved', { ticket_id: 'c', csat: 4 }],
  [9, 'Survey Answered', { csat: 3, nps: 8 }],
  [10, 'Payment Failed', {}],
  [10, 'Subscription Renewed', { subscription_id: 'a', mrr: 499.99, renews_at: '2027-01-01T00:00:00Z' }],
  [30, 'Subscription Started', { subscription_id: 'b', mrr: 999.99 }],
  [11, 'Limit Reached', {}],
  [5, 'Usage Reported', { share_used: 0.9731 }],
  [5, 'Product Added', {}],
  [5, 'Invite Sent', {}],
];

/** A day of it in another half hour each, so that sessions are many. */
function wholeDay(day: number): CanonicalEvent[] {
  const today = wholeLife.filter(([every]) => day % every === 0);
  return today.map(([, name, properties], index) => {
    const timeMs = juneMs + day * dayMs + index * 3_600_000 + day;
    return exampleEvent({
      id: uuid(day * 100 + index),
      userId: customerId,
      name,
      timeMs,
      receivedMs: timeMs,
      properties,
    });
  });
}

/** How many writes cost more than one unit. */
function shareOver(sizes: readonly number[]): number {
  return sizes.filter((bytes) => bytes > writeUnitBytes).length / sizes.length;
}

describe('the items of retention', () => {
  test.each(lives)(
    'profileItemBytes stays within one write unit for a customer %s, up to 20 events a write',
    (_, life) => {
      for (const batch of [1, 5, 20]) expect(Math.max(...sizesOf(life, batch))).toBeLessThanOrEqual(writeUnitBytes);
    },
  );

  test('profileItemBytes stays within one write unit for a customer who does all that the starters ask for, up to 8 events a write', () => {
    const life = Array.from({ length: 120 }, (_, day) => wholeDay(day)).flat();
    for (const batch of [1, 5, 8]) expect(Math.max(...sizesOf(life, batch))).toBeLessThanOrEqual(writeUnitBytes);
    expect(Math.max(...sizesOf(life, 20))).toBeLessThanOrEqual(writeUnitBytes + 120);
  });

  test('profileItemBytes passes one write unit by a few bytes for 300 events a day of five meanings, in writes of 20', () => {
    const sizes = sizesOf(
      daily(300, 100, (n) => names[n % 5] ?? ''),
      20,
    );
    expect(Math.max(...sizes)).toBeLessThanOrEqual(writeUnitBytes + 40);
    expect(shareOver(sizes)).toBeLessThan(0.1);
  });

  test('profileItemBytes passes one write unit now and then for a customer who has every meaning there is, day by day', () => {
    const life = (perDay: number) => daily(perDay, 100, (n) => namesOfAll[n % namesOfAll.length] ?? '');
    for (const batch of [1, 5]) {
      expect(Math.max(...sizesOf(life(18), batch))).toBeLessThanOrEqual(writeUnitBytes);
      expect(shareOver(sizesOf(life(60), batch))).toBeLessThan(0.15);
    }
    const sizes = [18, 60].flatMap((perDay) => sizesOf(life(perDay), 20));
    expect(Math.max(...sizes)).toBeLessThanOrEqual(writeUnitBytes + 200);
    expect(shareOver(sizes)).toBeLessThan(0.3);
  });
});
