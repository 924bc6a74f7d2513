import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { decodeEventBridgeEvent } from '#domain/ingest/decode-event-bridge-event.ts';
import type { EventBridgeMapping } from '#domain/ingest/event-bridge-mapping.ts';
import { eventBridgeSource } from '#domain/ingest/event-bridge-source.ts';
import { examplePlan, juneMs } from '../example-event.ts';

const pattern = { source: ['com.example.orders'], 'detail-type': ['Order Placed'] };
const declare = (more: Partial<Parameters<typeof eventBridgeSource>[1]> = {}, name = 'orders') =>
  eventBridgeSource(name, { tenant: 'shop', pattern, event: { userId: '$.detail.customer.id' }, ...more });

const busEvent = (detail: JsonObject, more: JsonObject = {}): JsonObject => ({
  version: '0',
  id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
  'detail-type': 'Order Placed',
  source: 'com.example.orders',
  account: '111122223333',
  time: '2026-05-31T23:00:00Z',
  region: 'us-east-1',
  resources: [],
  detail,
  ...more,
});
const detail = { customer: { id: 'ada', seat: 4 }, order: { number: 17, total: 9.5, at: '2026-05-31T22:00:00Z' } };

const about = { tenant: 'shop', source: 'orders', receivedMs: juneMs, clock: 'live' } as const;

function decode(event: EventBridgeMapping, raw: unknown) {
  const decoded = decodeEventBridgeEvent(examplePlan, declare({ event }), raw, about);
  return decoded.kind === 'event' ? decoded.event : `${decoded.entry.reason}: ${decoded.entry.detail}`;
}

describe('eventBridgeSource', () => {
  test('eventBridgeSource listens to the default bus unless told otherwise', () => {
    expect(declare()).toMatchObject({ name: 'orders', bus: 'default', tenant: 'shop', pattern });
    const bus = 'arn:aws:events:eu-central-1:111122223333:event-bus/shop';
    expect(declare({ bus }).bus).toBe(bus);
  });

  test.each([
    ['a bad name', () => declare({}, 'my orders'), 'the name must be'],
    ['a bad tenant', () => declare({ tenant: 'a|b' }), 'tenant must be 1 to 64 letters, digits, "-" or "_", got a|b'],
    [
      'a bad bus',
      () => declare({ bus: 'arn:aws:sqs:us-east-1:111122223333:queue' }),
      'bus must be the name or the ARN',
    ],
    ['a pattern that lets all through', () => declare({ pattern: {} }), 'pattern is empty'],
    ['a pattern without lists', () => declare({ pattern: { source: 'x' } }), 'pattern must have a list or an object'],
    [
      'an empty list in its pattern',
      () => declare({ pattern: { source: [] } }),
      'pattern must have a list or an object',
    ],
    ['a long pattern', () => declare({ pattern: { source: ['x'.repeat(2_040)] } }), 'pattern has 2055 characters'],
    [
      'a bad path',
      () => declare({ event: { userId: '$.detail..id' } }),
      'event.userId: Cannot read the path $.detail..id',
    ],
    [
      'a bad path of a property',
      () => declare({ event: { properties: { total: '$detail' } } }),
      'event.properties.total: Cannot read the path $detail',
    ],
    ['properties that are a text', () => declare({ event: { properties: 'all' } }), 'event.properties: must be a path'],
    [
      'a name for an identify',
      () => declare({ event: { type: 'identify', name: 'x' } }),
      'event.name: events of the type',
    ],
  ])('eventBridgeSource refuses %s, and names the source', (_, declaring, problem) => {
    expect(declaring).toThrow('Cannot declare the EventBridge source "');
    expect(declaring).toThrow(problem);
  });
});

describe('decodeEventBridgeEvent', () => {
  test('decodeEventBridgeEvent takes name, time, id and properties of the event unless they are mapped', () => {
    expect(decode({ userId: '$.detail.customer.id' }, busEvent(detail))).toEqual({
      tenant: 'shop',
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      type: 'track',
      name: 'Order Placed',
      userId: 'ada',
      anonymousId: null,
      accountId: null,
      timeMs: juneMs - 3_600_000,
      receivedMs: juneMs,
      properties: detail,
      context: { source: 'com.example.orders' },
    });
  });

  test('decodeEventBridgeEvent maps paths and constants', () => {
    const mapping: EventBridgeMapping = {
      name: 'Bought',
      userId: '$.detail.customer.id',
      accountId: '$.account',
      messageId: '$.detail.order.number',
      time: '$.detail.order.at',
      properties: { total: '$.detail.order.total', price: { constant: '$9.50' }, none: '$.detail.none' },
      context: { region: '$.region' },
    };
    expect(decode(mapping, busEvent(detail))).toMatchObject({
      id: '17',
      name: 'Bought',
      accountId: '111122223333',
      timeMs: juneMs - 7_200_000,
      properties: { total: 9.5, price: '$9.50' },
      context: { source: 'com.example.orders', region: 'us-east-1', groupId: '111122223333' },
    });
  });

  test.each(['identify', 'group', 'alias', 'page', 'screen'] as const)(
    'decodeEventBridgeEvent makes calls of the type %s',
    (type) => {
      const mapping: EventBridgeMapping = {
        type,
        userId: '$.detail.customer.id',
        previousId: '$.detail.customer.seat',
        accountId: 'acme',
        properties: '$.detail.order',
      };
      expect(decode(mapping, busEvent(detail))).toMatchObject({
        type,
        userId: 'ada',
        accountId: 'acme',
        properties: type === 'alias' ? { previousId: '4' } : detail.order,
      });
    },
  );

  test('decodeEventBridgeEvent joins the parts of an id, and falls back to that of the event where one is missing', () => {
    const userId = '$.detail.customer.id';
    const placed: EventBridgeMapping = { userId, messageId: ['placed', '$.detail.order.number'] };
    expect(decode(placed, busEvent(detail))).toMatchObject({ id: 'placed/17' });
    expect(decode(placed, busEvent({ customer: detail.customer }))).toMatchObject({
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    });
    expect(decode({ userId, messageId: ['placed', '$.detail.order'] }, busEvent(detail))).toMatch(
      /^schema: messageId: /,
    );
  });

  test.each([
    ['userId', { userId: 'detail.customer.id' }],
    ['anonymousId', { anonymousId: { constant: 'visitor' } }],
    ['messageId', { messageId: 'detail.order.number' }],
    ['messageId', { messageId: ['placed', 'order'] }],
    ['messageId', { messageId: [] }],
    ['time', { time: 'detail.time' }],
  ])('eventBridgeSource refuses a %s that would be the same for every event', (name, event) => {
    const declare = () => eventBridgeSource('orders', { tenant: 'shop', pattern: { source: ['shop'] }, event });
    expect(declare).toThrow(`Cannot declare the EventBridge source "orders": event.${name}: must be a path`);
  });

  test('decodeEventBridgeEvent falls back to the id and the time of the event where the mapped ones are missing', () => {
    const mapping = { userId: '$.detail.customer.id', messageId: '$.detail.none', time: '$.detail.none' };
    expect(decode(mapping, busEvent(detail))).toMatchObject({
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
      timeMs: juneMs - 3_600_000,
    });
  });

  test.each([
    ['without its customer', busEvent({}), /^no customer: neither userId nor anonymousId is given/],
    ['whose customer is an object', busEvent({ customer: { id: {} } }), /^schema: userId: .*got an object/],
    ['without a detail-type', busEvent(detail, { 'detail-type': null }), /^schema: detail-type: .*got null/],
    ['that is none', 'hello', /^schema: Invalid input: expected object/],
    ['whose detail is a text', busEvent({}, { detail: 'x' }), /^schema: properties: must be a JSON object/],
  ])('decodeEventBridgeEvent sets aside an event %s', (_, raw, reason) => {
    expect(decode({ userId: '$.detail.customer.id' }, raw)).toMatch(reason);
  });

  test('decodeEventBridgeEvent keeps an event that it sets aside as it came', () => {
    const raw = busEvent({});
    const decoded = decodeEventBridgeEvent(examplePlan, declare(), raw, about);
    expect(decoded.kind === 'quarantined' && JSON.parse(decoded.entry.content)).toEqual(raw);
  });
});
