import { describe, expect, test } from 'vitest';
import { eventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import { activity } from '#domain/ingest/event-builders.ts';
import { required } from '#domain/ingest/property-declaration.ts';
import { text } from '#domain/ingest/property-types.ts';
import { trackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { RetentionDefinitions } from '#domain/retention-definitions.ts';
import { groupByCustomer } from '#functions/profile/group-by-customer.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from './example-events.ts';
import { exampleRetention } from './example-retention.ts';
import { createProfileWorld } from './profile-world.ts';
import { receivedMessage } from './received-messages.ts';

const orders = eventBridgeSource('orders', {
  tenant,
  pattern: { source: ['com.example'] },
  event: { userId: '$.detail.user' },
});
const definitions: RetentionDefinitions = { ...exampleRetention, sources: new Map([['orders', orders]]) };
const group = (...messages: ReceivedMessage[]) =>
  groupByCustomer(definitions, messages, { keepsAccounts: false, nowMs });

const direct = (content: object, more: Partial<ReceivedMessage> = {}) =>
  receivedMessage('m', JSON.stringify({ schemaVersion: 1, tenant, source: 'app', ...content }), more);
const looked = { type: 'track', event: 'Looked', userId: 'ada' };
const segment = (batch: readonly object[], more: Partial<ReceivedMessage> = {}, rest: object = {}) =>
  direct({ kind: 'segment', batch, ...rest }, more);

describe('groupByCustomer', () => {
  test('groupByCustomer gives events without an id one that stays the same when their message comes again', async () => {
    const idsOf = async (message: ReceivedMessage) => (await group(message)).accepted.map(({ event }) => event.id);
    const first = await idsOf(segment([looked, looked]));
    expect(first).toEqual(['m/0', 'm/1']);
    expect(await idsOf(segment([looked, looked], { id: 'another', firstId: 'm' }))).toEqual(first);
  });

  test('groupByCustomer takes the time at which a message was sent as that at which its events were received', async () => {
    const sentMs = nowMs - 3 * dayMs;
    const timestamp = new Date(nowMs - 4 * dayMs).toISOString();
    const { accepted } = await group(segment([looked, { ...looked, timestamp }], { sentMs }));
    expect(accepted.map(({ event }) => [event.timeMs, event.receivedMs])).toEqual([
      [sentMs, sentMs],
      [nowMs - 4 * dayMs, sentMs],
    ]);
  });

  test('groupByCustomer gives items what their message says for all', async () => {
    const sentAt = new Date(nowMs + 60_000).toISOString();
    const timestamp = new Date(nowMs + 30_000).toISOString();
    const message = segment([{ ...looked, timestamp }], {}, { sentAt, context: { app: 'till' } });
    expect((await group(message)).accepted).toMatchObject([
      { event: { timeMs: nowMs - 30_000, context: { app: 'till' } } },
    ]);
  });

  test('groupByCustomer tells of each accepted event its message, source and request', async () => {
    const { accepted } = await group(
      segment([looked]),
      eventMessage('e', [exampleEvent('1')], { source: 'web', correlationId: 'request' }),
    );
    expect(accepted).toMatchObject([
      { messageId: 'm', source: 'app', correlationId: 'm', clock: { mode: 'live' }, event: { id: 'm/0' } },
      { messageId: 'e', source: 'web', correlationId: 'request', event: { id: '1' } },
    ]);
  });

  test('groupByCustomer counts events out of the archive, and leaves them out of what is to be archived', async () => {
    const body = JSON.parse(eventMessage('e', [exampleEvent('1')]).body);
    const { groups, accepted } = await group(
      receivedMessage('e', JSON.stringify({ ...body, kind: 'archived events' })),
    );
    expect(groups.map(({ events }) => events.length)).toEqual([1]);
    expect(accepted).toEqual([]);
  });

  test('groupByCustomer sets aside under the name of the source', async () => {
    const bad = { ...looked, userId: null };
    const { quarantined } = await group(segment([bad]), eventMessage('e', [7], { source: 'web' }));
    expect(quarantined).toMatchObject([
      { messageId: 'm', entry: { source: 'app', reason: 'no customer', receivedMs: nowMs } },
      { messageId: 'e', entry: { source: 'web', reason: 'schema' } },
    ]);
  });

  test.each([
    [
      'too many items',
      segment(Array.from({ length: 2_501 }, () => looked)),
      /^batch: Too big: expected array to have <=2500 items/,
    ],
    ['no item', segment([]), /batch: /],
    ['no tenant', direct({ kind: 'cloudevents', events: [{}], tenant: null }), /^tenant: /],
    ['no source', direct({ kind: 'cloudevents', events: [{}], source: null }), /^source: /],
    [
      'an unknown bus',
      direct({ kind: 'eventbridge', source: 'bills', event: {} }),
      /^source: no EventBridge source .* bills$/,
    ],
    ['another version', direct({ kind: 'segment', batch: [looked], schemaVersion: 2 }), /^schemaVersion: /],
  ])('groupByCustomer gives back a message with %s', async (_, message, reason) => {
    expect(await group(message)).toMatchObject({ groups: [], accepted: [], quarantined: [] });
    expect((await group(message)).unreadable).toEqual([{ messageId: 'm', reason: expect.stringMatching(reason) }]);
  });

  test('groupByCustomer tells what the plan does not foresee of direct events, and not of those that another door told of', async () => {
    const plan = trackingPlan([activity('Looked', { properties: { page: required(text()) } })]);
    const { offPlan, accepted } = await groupByCustomer(
      { ...definitions, plan },
      [segment([looked, looked]), eventMessage('e', [exampleEvent('1', { name: 'Looked' })])],
      { keepsAccounts: false, nowMs },
    );
    expect(accepted).toHaveLength(3);
    expect(offPlan).toMatchObject([{ source: 'app', reports: [[{ eventName: 'Looked' }], [{ eventName: 'Looked' }]] }]);
  });
});

describe('createProfileHandler', () => {
  test('createProfileHandler counts direct events once, however often their message comes, and after a redrive too', async () => {
    const world = createProfileWorld({ definitions });
    const event = { id: 'bus-1', 'detail-type': 'Looked', source: 'com.example', time: '2026-03-01T11:00:00Z' };
    const messages = [
      segment([looked, { ...looked, messageId: 'own' }]),
      direct({
        kind: 'cloudevents',
        events: [{ specversion: '1.0', id: '1', source: 's', type: 'Looked', subject: 'ada' }],
      }),
      direct({ kind: 'eventbridge', source: 'orders', event: { ...event, detail: { user: 'ada' } } }),
    ];
    for (const id of ['first', 'second', 'redriven']) {
      const delivered = messages.map((message, index) => ({
        ...message,
        id: `${id} ${index}`,
        firstId: `sent ${index}`,
      }));
      expect(await world.handle(delivered)).toEqual(new Set());
    }
    expect(await world.eventsOf('ada')).toBe(4);
    expect(world.observer.total('EventsApplied')).toBe(4);
    expect(world.observer.total('EventsDuplicate')).toBe(8);
  });

  test('createProfileHandler tells once for each source of events that are off the plan', async () => {
    const plan = trackingPlan([activity('Looked', { properties: { page: required(text()) } })]);
    const world = createProfileWorld({ definitions: { ...definitions, plan } });
    await world.handle([segment([looked, looked])]);
    expect(world.observer.total('EventsOffPlan')).toBe(2);
  });
});
