import { hash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { decodeCloudEvent, decodeCloudEvents } from '#domain/ingest/decode-cloud-event.ts';
import { examplePlan, juneMs } from '../example-event.ts';

const about = { tenant: 'shop', source: 'app', receivedMs: juneMs, clock: 'live', requestId: 'r' } as const;
const cloudEvent = (more: JsonObject = {}) => ({
  specversion: '1.0',
  id: '1',
  source: '/orders',
  type: 'Looked',
  userid: 'ada',
  ...more,
});

function eventOf(more: JsonObject) {
  const decoded = decodeCloudEvent(examplePlan, cloudEvent(more), about);
  if (decoded.kind === 'quarantined') throw new Error(`set aside: ${decoded.entry.detail}`);
  return decoded.event;
}

function setAside(raw: unknown) {
  const decoded = decodeCloudEvent(examplePlan, raw, about);
  return decoded.kind === 'quarantined' ? `${decoded.entry.reason}: ${decoded.entry.detail}` : 'accepted';
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('decodeCloudEvent', () => {
  test('decodeCloudEvent takes type, data, time and customer of an event', () => {
    expect(eventOf({ data: { page: 3 }, time: '2026-05-31T23:00:00Z', datacontenttype: 'application/json' })).toEqual({
      tenant: 'shop',
      id: '1@/orders',
      type: 'track',
      name: 'Looked',
      userId: 'ada',
      anonymousId: null,
      accountId: null,
      timeMs: juneMs - 3_600_000,
      receivedMs: juneMs,
      properties: { page: 3 },
      context: { source: '/orders' },
    });
  });

  test.each([
    ['userid', { userid: 'ada', subject: 'order/7' }, { userId: 'ada', anonymousId: null }],
    ['userid, a number', { userid: 7 }, { userId: '7', anonymousId: null }],
    ['anonymousid', { userid: null, anonymousid: 'x', subject: 'order/7' }, { userId: null, anonymousId: 'x' }],
    ['both', { anonymousid: 'x' }, { userId: 'ada', anonymousId: 'x' }],
    ['subject', { userid: '', subject: 'bob' }, { userId: 'bob', anonymousId: null }],
  ])('decodeCloudEvent reads the customer from %s', (_, attributes, expected) => {
    expect(eventOf(attributes)).toMatchObject(expected);
  });

  test('decodeCloudEvent believes the data of a call before the attributes', () => {
    const data = {
      messageId: 'own',
      userId: 'bob',
      timestamp: '2026-05-31T22:00:00Z',
      context: { source: 'own', groupId: 'acme' },
      traits: { plan: 'pro' },
      type: 'track',
    };
    const attributes = { type: 'holdfast.identify', time: '2026-05-31T23:00:00Z', subject: 'eve', accountid: 'other' };
    expect(eventOf({ ...attributes, data })).toMatchObject({
      id: 'own',
      type: 'identify',
      userId: 'bob',
      timeMs: juneMs - 7_200_000,
      accountId: 'acme',
      properties: { plan: 'pro' },
      context: { source: 'own', groupId: 'acme' },
    });
  });

  test('decodeCloudEvent takes the account of an event, and the account that a group call is about', () => {
    expect(eventOf({ accountid: 'acme' })).toMatchObject({ accountId: 'acme', context: { groupId: 'acme' } });
    const group = { type: 'holdfast.group', accountid: 'acme', data: { traits: { plan: 'pro' } } };
    expect(eventOf(group)).toMatchObject({ type: 'group', accountId: 'acme', context: { source: '/orders' } });
  });

  test.each([
    ['nothing', {}, {}],
    ['null', { data: null }, {}],
    ['a text', { data: 'seven' }, { data: 'seven' }],
    ['a number', { data: 7 }, { data: 7 }],
    ['a list', { data: [1, 2] }, { data: [1, 2] }],
    ['an object in base64', { data_base64: base64('{"é":1}') }, { é: 1 }],
    ['JSON of a type of its own', { data: { a: 1 }, datacontenttype: 'application/vnd.shop+json; v=2' }, { a: 1 }],
    ['nothing of another type', { datacontenttype: 'text/plain' }, {}],
  ])('decodeCloudEvent makes properties of data that are %s', (_, data, properties) => {
    expect(eventOf(data).properties).toEqual(properties);
  });

  test('decodeCloudEvent tells the same id from two sources apart, wherever an @ stands', () => {
    const ids = [
      eventOf({ id: '1', source: 'a' }).id,
      eventOf({ id: '1', source: 'b' }).id,
      eventOf({ id: '1@x', source: 'y' }).id,
      eventOf({ id: '1', source: 'x@y' }).id,
    ];
    expect(new Set(ids).size).toBe(4);
  });

  test('decodeCloudEvent shortens an id that is too long, the same each time', () => {
    const id = 'x'.repeat(200);
    expect(eventOf({ id }).id).toBe(`sha256:${hash('sha256', `${id}@/orders`, 'hex')}`);
  });

  test.each([
    ['no CloudEvent', 7, /^schema: Invalid input: expected object/],
    ['without an id', cloudEvent({ id: null }), /^schema: id: /],
    ['of another version', cloudEvent({ specversion: '0.3' }), /^schema: specversion: .*got "0.3"$/],
    ['at no time', cloudEvent({ time: 'noon' }), /^schema: time: must be ISO 8601, such as .*, got "noon"$/],
    [
      'with text',
      cloudEvent({ data: 'hi', datacontenttype: 'text/plain' }),
      /^schema: datacontenttype: .*"text\/plain"$/,
    ],
    ['with bytes', cloudEvent({ data_base64: base64('hi') }), /^schema: data_base64: must be JSON/],
    ['with broken UTF-8', cloudEvent({ data_base64: 'ev+/' }), /^schema: data_base64: must be JSON/],
    ['whose call is a text', cloudEvent({ type: 'holdfast.page', data: 'x' }), /^schema: data: must be a JSON object/],
    ['of an unknown customer', cloudEvent({ userid: null }), /^no customer: /],
    [
      'too deep',
      cloudEvent({ data: JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) }),
      /^schema: .*at most 32 levels/,
    ],
  ])('decodeCloudEvent sets aside an event that is %s', (_, raw, reason) => {
    expect(setAside(raw)).toMatch(reason);
  });

  test('decodeCloudEvent keeps an event that it sets aside as it came', () => {
    const raw = cloudEvent({ userid: null, partitionkey: 'p' });
    const decoded = decodeCloudEvent(examplePlan, raw, about);
    expect(decoded.kind === 'quarantined' && JSON.parse(decoded.entry.content)).toEqual(raw);
  });

  test('decodeCloudEvent keeps no write key that a call was passed on with', () => {
    const passedOn = cloudEvent({
      userid: null,
      type: 'holdfast.identify',
      data: { traits: { a: 1 }, writeKey: 'wk' },
    });
    const decoded = decodeCloudEvent(examplePlan, passedOn, about);
    const content = decoded.kind === 'quarantined' ? JSON.parse(decoded.entry.content) : null;
    expect(content).toEqual({ ...passedOn, data: { traits: { a: 1 } } });
  });

  test('decodeCloudEvent takes a member __proto__ for a property like any other', () => {
    const data: unknown = JSON.parse('{"__proto__":{"polluted":true},"a":1}');
    const decoded = decodeCloudEvent(examplePlan, { ...cloudEvent(), data }, about);
    expect(decoded.kind === 'event' && Object.keys(decoded.event.properties)).toEqual(['__proto__', 'a']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

test('decodeCloudEvents decodes each on its own', () => {
  const decoded = decodeCloudEvents(examplePlan, [cloudEvent(), null, cloudEvent({ id: '2' })], about);
  expect(decoded.events.map(({ id }) => id)).toEqual(['1@/orders', '2@/orders']);
  expect(decoded.quarantined).toMatchObject([{ reason: 'schema', source: 'app', content: 'null' }]);
});
