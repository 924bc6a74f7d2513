import { isoTime } from '#contracts/time.ts';
import { createRandom, type Random } from '#infra/local/demo/random.ts';
import { createTimeQueue } from '#infra/local/demo/time-queue.ts';

/** Who does something, and when. */
export type Arrival = { readonly atMs: number; readonly customer: number };

/** A request to the HTTP API and when it is sent. */
export type Request = { readonly atMs: number; readonly body: string; readonly events: number };

export type Traffic = {
  readonly startMs: number;
  readonly customers: number;
  readonly eventsPerSecond: number;
};

/** Events at random times, each by any customer with the same chance. */
export function* uniformTraffic({ startMs, customers, eventsPerSecond }: Traffic): Generator<Arrival> {
  const random = createRandom('uniform');
  for (let atMs = startMs; ; atMs += random.exponential(1_000 / eventsPerSecond)) {
    yield { atMs: Math.floor(atMs), customer: random.below(customers) };
  }
}

/** Events at random times; the customer of rank n is n times rarer than the first (Zipf's law with the exponent 1). */
export function* zipfTraffic({ startMs, customers, eventsPerSecond }: Traffic): Generator<Arrival> {
  const random = createRandom('zipf');
  const upTo = new Float64Array(customers);
  let sum = 0;
  for (let rank = 0; rank < customers; rank += 1) {
    sum += 1 / (rank + 1);
    upTo[rank] = sum;
  }
  for (let atMs = startMs; ; atMs += random.exponential(1_000 / eventsPerSecond)) {
    yield { atMs: Math.floor(atMs), customer: firstAbove(upTo, random.next() * sum) };
  }
}

function firstAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

const eventsPerSession = 12;
const sessionMs = 4 * 60_000;

/** Sessions of 12 events at random moments of 4 minutes; the customers have theirs in turn. */
export function* sessionTraffic({ startMs, customers, eventsPerSecond }: Traffic): Generator<Arrival> {
  const random = createRandom('sessions');
  const waiting = createTimeQueue<number>();
  let customer = 0;
  for (let openMs = startMs; ; openMs += random.exponential((1_000 * eventsPerSession) / eventsPerSecond)) {
    for (let next = waiting.takeUntil(openMs); next !== null; next = waiting.takeUntil(openMs)) {
      yield { atMs: next.timeMs, customer: next.value };
    }
    for (let count = 0; count < eventsPerSession; count += 1)
      waiting.add(Math.floor(openMs + random.next() * sessionMs), customer);
    customer = (customer + 1) % customers;
  }
}

/** Every event is the first of its customer. */
export function* newcomerTraffic({ startMs, eventsPerSecond }: Traffic): Generator<Arrival> {
  const random = createRandom('newcomers');
  let customer = 0;
  for (let atMs = startMs; ; atMs += random.exponential(1_000 / eventsPerSecond)) {
    yield { atMs: Math.floor(atMs), customer };
    customer += 1;
  }
}

/** What events are about, out of a hundred. */
export type Mix = readonly (readonly [string, number])[];

/** Customers look around: signs of life, which change little about them. */
export const lookingAround: Mix = [
  ['Page Viewed', 60],
  ['Product Viewed', 40],
];

/** A shop: carts that will count as abandoned in an hour, purchases, tickets. */
export const shopping: Mix = [
  ['Page Viewed', 52],
  ['Product Viewed', 32],
  ['Product Added', 8],
  ['Checkout Started', 3],
  ['Order Completed', 4],
  ['Support Ticket Opened', 1],
];

/** The name of an event of the mix. */
export function eventName(mix: Mix, random: Random): string {
  let left = random.below(100);
  for (const [name, share] of mix) {
    if (left < share) return name;
    left -= share;
  }
  throw new RangeError('Cannot name an event: the shares of the mix do not add up to 100');
}

/** Customers are known by ids as long as a UUID. */
export function customerIdOf(customer: number): string {
  return `0190c5a2-7d1e-7b4c-9a55-${String(customer).padStart(12, '0')}`;
}

const fillerBytes = 300;

/** One item of a request, of about 0.8 KB. */
function itemOf({ atMs, customer }: Arrival, name: string, messageId: string, random: Random) {
  return {
    type: 'track',
    messageId,
    userId: customerIdOf(customer),
    event: name,
    timestamp: isoTime(atMs),
    properties: {
      total: random.below(20_000) / 100,
      currency: 'EUR',
      sku: `sku-${random.below(100_000)}`,
      path: `/catalogue/${random.below(1_000)}/item/${random.below(100_000)}`,
      description: 'x'.repeat(fillerBytes),
    },
    context: {
      library: { name: 'analytics-node', version: '2.1.0' },
      ip: '203.0.113.42',
      locale: 'en-GB',
      userAgent:
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36',
    },
  };
}

/** How many events a request carries. */
export const eventsPerRequest = 20;

/** Packs arrivals into requests as a product service does that sends whenever it has so many events. */
export function* requestsOf(arrivals: Iterable<Arrival>, mix: Mix): Generator<Request> {
  const random = createRandom('events');
  let batch: ReturnType<typeof itemOf>[] = [];
  let count = 0;
  for (const arrival of arrivals) {
    count += 1;
    const messageId = `9b2d3c41-4f6c-4d1b-a0e3-${String(count).padStart(12, '0')}`;
    batch.push(itemOf(arrival, eventName(mix, random), messageId, random));
    if (batch.length < eventsPerRequest) continue;
    const sentAt = isoTime(arrival.atMs);
    yield { atMs: arrival.atMs, body: JSON.stringify({ batch, sentAt }), events: batch.length };
    batch = [];
  }
}
