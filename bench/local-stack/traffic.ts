import { isoTime } from '#contracts/time.ts';
import { chance } from '../chance.ts';
import { sampleContent } from '../sample-events.ts';

/** Who sends, and in what order. */
export type TrafficShape = {
  /** `uniform`: each event is of a customer at random. `sessions`: of a random one of the sessions that are under way. */
  readonly kind: 'uniform' | 'sessions';
  readonly customers: number;
  /** What the ids of its customers begin with: another population has never been seen before. */
  readonly population: string;
  /** Sessions under way at once: as soon as one ends, another customer's begins. */
  readonly sessionsAtOnce: number;
  readonly eventsPerRequest: number;
};

/** A part of the traffic: the same label gives the same event ids, so that sending it again is a client's second try. */
export type Traffic = { readonly shape: TrafficShape; readonly events: number; readonly label: string };

/** One request: its body, and whose events it carries. */
export type TrafficRequest = { readonly body: string; readonly customerIds: readonly string[] };

const names = [
  'Page Viewed',
  'Page Viewed',
  'Page Viewed',
  'Product Viewed',
  'Product Viewed',
  'Product Added',
  'Order Completed',
];
const shortestSession = 8;
const longestSession = 20;
/** How long before its request an event happened, at most. */
const longestAgoMs = 1_000;

/** Gives the customer of one event after the other. */
function customerOrder(
  { kind, customers, population, sessionsAtOnce }: TrafficShape,
  next: () => number,
): () => string {
  const anyone = () => `${population}-${Math.floor(next() * customers)}`;
  if (kind === 'uniform') return anyone;
  const anyLength = () => shortestSession + Math.floor(next() * (longestSession - shortestSession + 1));
  // The first of them are met in their middle, so that they do not all end at once.
  const sessions = Array.from({ length: sessionsAtOnce }, () => ({
    customerId: anyone(),
    left: Math.ceil(next() * anyLength()),
  }));
  return () => {
    const index = Math.floor(next() * sessions.length);
    const session = sessions[index] ?? { customerId: anyone(), left: 1 };
    sessions[index] =
      session.left > 1 ? { ...session, left: session.left - 1 } : { customerId: anyone(), left: anyLength() };
    return session.customerId;
  };
}

/** The requests of some traffic, as the Segment library of a product's server sends them: tracked events of about 0.6 KB. */
export function trafficRequests({ shape, events, label }: Traffic, nowMs: number): TrafficRequest[] {
  const next = chance([...label].reduce((seed, letter) => seed * 31 + letter.charCodeAt(0), 7));
  const nextCustomer = customerOrder(shape, next);
  const requests: TrafficRequest[] = [];
  for (let from = 0; from < events; from += shape.eventsPerRequest) {
    const size = Math.min(shape.eventsPerRequest, events - from);
    const batch = Array.from({ length: size }, (_, index) => ({
      type: 'track',
      messageId: `${label}-${from + index}`,
      userId: nextCustomer(),
      event: names[Math.floor(next() * names.length)],
      timestamp: isoTime(Math.floor(nowMs - next() * longestAgoMs)),
      ...sampleContent(next),
    }));
    const body = JSON.stringify({ batch, sentAt: isoTime(nowMs) });
    requests.push({ body, customerIds: batch.map(({ userId }) => userId) });
  }
  return requests;
}
