import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { JsonObject } from '#contracts/json.ts';
import { isoTime } from '#contracts/time.ts';
import { nowMs, tenant } from '../example-events.ts';

/** An event as its sender has it, in the words of the Segment specification, and what every door makes of it. */
export type DoorExample = { readonly item: JsonObject; readonly event: CanonicalEvent };

/** Where the events come from; CloudEvents and EventBridge say so of each, and it becomes a part of the id and the context. */
export const origin = 'urn:shop';

const hourMs = 3_600_000;
const timeMs = nowMs - hourMs;

function example(item: JsonObject & { type: CanonicalEvent['type'] }, expected: Partial<CanonicalEvent>): DoorExample {
  const messageId = `event-of-${expected.name ?? item.type}@${origin}`;
  const event: CanonicalEvent = {
    tenant,
    id: messageId,
    type: item.type,
    name: '',
    userId: null,
    anonymousId: null,
    accountId: null,
    timeMs,
    receivedMs: nowMs,
    properties: {},
    context: { source: origin },
    ...expected,
  };
  return { item: { messageId, timestamp: isoTime(timeMs), context: { source: origin }, ...item }, event };
}

const order: JsonObject = {
  total: 12.5,
  currency: 'EUR',
  items: [
    { sku: 'a-1', quantity: 2 },
    { sku: 'b', gift: null },
  ],
};
const traits = { email: 'ada@example.com', firstName: 'Ada', visits: 3 };
const oddText = { 'clé 🔑': '\u0000 \uffff \u2028 "quoted"', emoji: '👩‍🚀', empty: '' };

/** Events of every kind. */
export const doorExamples: readonly DoorExample[] = [
  example(
    { type: 'track', event: 'Order Completed', userId: 'ada', properties: order },
    { name: 'Order Completed', userId: 'ada', properties: order },
  ),
  example(
    { type: 'track', event: 'Order Paid', userId: 'ada', properties: { total: '7.25' }, messageId: `old@${origin}` },
    { id: `old@${origin}`, name: 'Order Completed', userId: 'ada', properties: { total: '7.25' } },
  ),
  example(
    { type: 'identify', userId: 'ada', anonymousId: 'visitor-1', traits },
    {
      name: 'Identify',
      userId: 'ada',
      anonymousId: 'visitor-1',
      properties: traits,
      id: `event-of-Identify@${origin}`,
    },
  ),
  example(
    { type: 'group', userId: 'ada', groupId: 'acme', traits: { plan: 'pro' } },
    { name: 'Group', userId: 'ada', accountId: 'acme', properties: { plan: 'pro' } },
  ),
  example(
    { type: 'alias', userId: 'ada', previousId: 'visitor-1' },
    { name: 'Alias', userId: 'ada', properties: { previousId: 'visitor-1' } },
  ),
  example(
    { type: 'page', name: 'Pricing', anonymousId: 'visitor-1', properties: { url: 'https://shop.example/pricing' } },
    { name: 'Pricing', anonymousId: 'visitor-1', properties: { url: 'https://shop.example/pricing' } },
  ),
  example(
    { type: 'screen', userId: 'bob', context: { source: origin, active: false } },
    { name: 'Screen Viewed', userId: 'bob', context: { source: origin, active: false } },
  ),
  example(
    { type: 'track', event: '注文 完了 🛒', userId: 'zoë 😀', properties: oddText },
    { name: '注文 完了 🛒', userId: 'zoë 😀', properties: oddText },
  ),
  example(
    { type: 'track', event: 'Seat Added', userId: '42', context: { source: origin, groupId: 'acme' } },
    { name: 'Seat Added', userId: '42', accountId: 'acme', context: { source: origin, groupId: 'acme' } },
  ),
  example(
    { type: 'track', event: 'No Time', userId: 'bob', timestamp: null },
    { name: 'No Time', userId: 'bob', timeMs: nowMs },
  ),
  example(
    { type: 'track', event: 'Clock Ahead', userId: 'bob', timestamp: isoTime(nowMs + hourMs) },
    { name: 'Clock Ahead', userId: 'bob', timeMs: nowMs },
  ),
];

const bad = (item: JsonObject): JsonObject => ({
  type: 'track',
  event: 'Looked',
  userId: 'ada',
  messageId: `bad@${origin}`,
  timestamp: isoTime(timeMs),
  context: { source: origin },
  ...item,
});

/** Events that every door sets aside, for the same reason. */
export const badExamples: readonly (readonly [string, JsonObject, string])[] = [
  ['that names no customer', bad({ userId: null }), 'no customer'],
  ['whose id stands for nobody', bad({ userId: 'undefined' }), 'no customer'],
  ['whose customer is an object', bad({ userId: { id: 'ada' } }), 'schema'],
  ['without a name', bad({ event: null }), 'schema'],
  ['with a name that is too long', bad({ event: 'x'.repeat(201) }), 'schema'],
  ['whose time is none', bad({ timestamp: 'yesterday' }), 'schema'],
  ['whose properties are a list', bad({ properties: [1] }), 'schema'],
  ['without the money that the plan wants', bad({ event: 'Order Completed' }), 'schema'],
  ['that is larger than 32 KB', bad({ properties: { text: 'x'.repeat(33_000) } }), 'too large'],
  ['that happened long ago', bad({ timestamp: '2025-06-01T00:00:00Z' }), 'late'],
];
