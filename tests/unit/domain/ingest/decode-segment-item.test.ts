import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { maximumEventBytes } from '#contracts/segment-request.ts';
import { dayMs, juneMs } from '../example-event.ts';
import { decodeBatch, eventOf, problemOf, track } from './decoding.ts';

const { type: _, ...bare } = { ...track };
const canonical = {
  tenant: 'shop',
  id: 'm1',
  userId: 'ada',
  anonymousId: null,
  accountId: null,
  timeMs: juneMs,
  receivedMs: juneMs,
  properties: {},
  context: {},
};

describe('decodeSegmentItem', () => {
  test.each<[JsonObject, object]>([
    [
      { ...track, properties: { a: 1 } },
      { type: 'track', name: 'Looked', properties: { a: 1 } },
    ],
    [
      { ...bare, type: 'identify', traits: { a: 1 } },
      { type: 'identify', name: 'Identify', properties: { a: 1 } },
    ],
    [
      { ...bare, type: 'group', groupId: 'acme' },
      { type: 'group', name: 'Group', accountId: 'acme' },
    ],
    [
      { ...bare, type: 'group', groupId: 7 },
      { type: 'group', name: 'Group', accountId: '7' },
    ],
    [
      { ...bare, type: 'alias', previousId: 'x' },
      { type: 'alias', name: 'Alias', properties: { previousId: 'x' } },
    ],
    [
      { ...bare, type: 'page' },
      { type: 'page', name: 'Page Viewed' },
    ],
    [
      { ...bare, type: 'page', name: '' },
      { type: 'page', name: 'Page Viewed' },
    ],
    [
      { ...bare, type: 'page', name: 'Home', properties: { path: '/' } },
      { type: 'page', name: 'Home', properties: { path: '/' } },
    ],
    [
      { ...bare, type: 'screen' },
      { type: 'screen', name: 'Screen Viewed' },
    ],
  ])('decodeSegmentItem makes the canonical event of %j', (item, expected) => {
    expect(eventOf(item)).toEqual({ ...canonical, ...expected });
  });

  test.each<[string, JsonObject, object]>([
    ['whole numbers as ids', { userId: 42, anonymousId: 7 }, { userId: '42', anonymousId: '7' }],
    ['an empty user id as none', { userId: '', anonymousId: 'x' }, { userId: null, anonymousId: 'x' }],
    [
      'null as none',
      { userId: null, anonymousId: 'x', properties: null, context: null },
      { userId: null, anonymousId: 'x' },
    ],
    ['members that it does not know as nothing', { version: 2, _metadata: { bundled: [] } }, {}],
    ['a message id that is a whole number', { messageId: 7 }, { id: '7' }],
    ['an empty message id by the request and the position', { messageId: '' }, { id: 'request-1/0' }],
    ['a message id of 100 characters', { messageId: 'm'.repeat(100) }, { id: 'm'.repeat(100) }],
    ['no message id by the request and the position', { messageId: null }, { id: 'request-1/0' }],
  ])('decodeSegmentItem takes %s', (_what, change, expected) => {
    expect(eventOf({ ...track, ...change })).toMatchObject(expected);
  });

  test('decodeSegmentItem shortens a message id that is too long or no Unicode, so that a repetition is still known', () => {
    const ids = ['m'.repeat(101), `${'m'.repeat(100)}n`, '\ud800', '\ud801'].map(
      (messageId) => eventOf({ ...track, messageId })?.id,
    );
    expect(new Set(ids).size).toBe(4);
    for (const id of ids) expect(id).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(eventOf({ ...track, messageId: 'm'.repeat(101) })?.id).toBe(ids[0]);
  });

  test('decodeSegmentItem sets aside what can be looked at again alone: with what the batch said, without the write key', () => {
    const item = { ...bare, messageId: null, type: 'shout', writeKey: 'secret', context: { b: 2 } };
    const rest = { context: { a: 1, b: 1 }, integrations: { All: true }, sentAt: '2026-05-31T00:00:00Z' };
    const { quarantined } = decodeBatch([item], rest);
    expect(JSON.parse(quarantined[0]?.content ?? '')).toEqual({
      userId: 'ada',
      event: 'Looked',
      messageId: 'request-1/0',
      type: 'shout',
      context: { a: 1, b: 2 },
      integrations: { All: true },
      sentAt: '2026-05-31T00:00:00Z',
    });
    const again = decodeBatch([item], { ...rest, sentAt: '2026-05-31T00:00:09Z' });
    expect(again.quarantined[0]?.id).toBe(quarantined[0]?.id);
  });

  test.each([1.5, 2 ** 53])(
    'decodeSegmentItem sets the id %d aside: as a text it could be that of another',
    (userId) => {
      expect(problemOf({ ...track, userId })).toContain('schema: userId');
    },
  );

  test('decodeSegmentItem lays the item’s context over that of the batch', () => {
    const event = eventOf({ ...track, context: { b: 2 } }, { context: { a: 1, b: 1 } });
    expect(event?.context).toEqual({ a: 1, b: 2 });
  });

  test.each<[string, JsonObject, JsonObject, number]>([
    ['its timestamp', { timestamp: '2026-05-31T23:59:59Z' }, {}, juneMs - 1_000],
    ['a timestamp without an offset as UTC', { timestamp: '2026-05-31T23:59:59' }, {}, juneMs - 1_000],
    ['a date', { timestamp: '2026-05-31' }, {}, juneMs - 86_400_000],
    ['originalTimestamp', { originalTimestamp: '2026-05-31T23:00:00Z' }, {}, juneMs - 3_600_000],
    [
      'originalTimestamp before timestamp, where sentAt corrects it',
      { originalTimestamp: '2019-01-01T00:00:00Z', timestamp: '2026-05-31T20:00:00Z', sentAt: '2019-01-01T01:00:00Z' },
      {},
      juneMs - 3_600_000,
    ],
    [
      'timestamp, which is corrected already, before an originalTimestamp that nothing corrects',
      { originalTimestamp: '2020-01-01T00:00:00Z', timestamp: '2026-05-31T23:00:00Z' },
      {},
      juneMs - 3_600_000,
    ],
    [
      'its own sentAt before that of the batch',
      { timestamp: '2019-01-01T00:00:00Z', sentAt: '2019-01-01T00:01:00Z' },
      { sentAt: '2026-05-31T23:00:00Z' },
      juneMs - 60_000,
    ],
    [
      'a timestamp after its sentAt as now',
      { timestamp: '2019-01-01T00:01:00Z', sentAt: '2019-01-01T00:00:00Z' },
      {},
      juneMs,
    ],
    [
      'a sentAt that cannot be read for none',
      { timestamp: '2026-05-31T23:00:00Z', sentAt: 'x' },
      {},
      juneMs - 3_600_000,
    ],
    [
      'the time that it took to be sent',
      { timestamp: '2019-01-01T00:00:00Z', sentAt: '2019-01-01T00:01:00Z' },
      {},
      juneMs - 60_000,
    ],
    ['the batch’s sentAt', { timestamp: '2019-01-01T00:00:00Z' }, { sentAt: '2019-01-01T00:01:00Z' }, juneMs - 60_000],
    ['a clock before 1970', { timestamp: '1969-06-01T00:00:00Z', sentAt: '1969-06-01T00:01:00Z' }, {}, juneMs - 60_000],
    ['the future as now', { timestamp: '2030-01-01T00:00:00Z' }, {}, juneMs],
  ])('decodeSegmentItem takes %s for the time', (_what, item, rest, timeMs) => {
    expect(eventOf({ ...track, ...item }, rest)?.timeMs).toBe(timeMs);
  });

  test.each<[JsonObject, string]>([
    [{ ...bare }, 'schema: type: Invalid'],
    [{ ...track, type: 'shout' }, 'schema: type: Invalid'],
    [{ ...track, event: '' }, 'schema: event: '],
    [{ ...track, event: 5 }, 'schema: event: '],
    [{ ...track, messageId: {} }, 'schema: messageId: must be a text or a whole number, got an object'],
    [{ ...track, messageId: 1.5 }, 'schema: messageId: '],
    [{ ...track, userId: 'half \ud800' }, 'schema: userId: must be well-formed Unicode'],
    [{ ...track, properties: [1] }, 'schema: properties: must be a JSON object'],
    [
      { ...track, timestamp: 'yesterday' },
      'schema: timestamp: must be ISO 8601, such as 2026-01-31T09:30:00Z, got "yesterday"',
    ],
    [{ ...track, timestamp: '2026-02-30' }, 'schema: timestamp: '],
    [{ ...track, timestamp: '0001-01-01T00:00:00Z' }, 'schema: timeMs: is before 1970, got '],
    [{ ...track, userId: 'u'.repeat(201) }, 'schema: userId: '],
    [
      { ...track, userId: true },
      'schema: userId: must be a text of at most 200 characters or a whole number, got true',
    ],
    [{ ...track, event: 'Bought' }, 'schema: properties.total must be an amount of money: missing'],
    [
      { ...bare, type: 'group' },
      'schema: groupId: must be a text of 1 to 200 characters or a whole number, got nothing',
    ],
    [{ ...bare, type: 'group', groupId: null }, 'schema: groupId: '],
    [{ ...bare, type: 'group', groupId: {} }, 'schema: groupId: '],
    [{ ...bare, type: 'alias' }, 'schema: previousId: '],
    [{ type: 'track', event: 'Looked' }, 'no customer: neither userId nor anonymousId is given'],
    [{ ...track, userId: '', anonymousId: null }, 'no customer: '],
  ])('decodeSegmentItem sets aside %j', (item, problem) => {
    expect(problemOf(item)).toContain(problem);
  });

  test('decodeSegmentItem takes what is 30 days old, and sets what is older aside with its source', () => {
    const at = (ageMs: number) => ({ ...track, timestamp: new Date(juneMs - ageMs).toISOString() });
    expect(eventOf(at(30 * dayMs))).toMatchObject({ timeMs: juneMs - 30 * dayMs });
    const { events, quarantined } = decodeBatch([at(30 * dayMs + 1)]);
    expect(events).toEqual([]);
    expect(quarantined).toMatchObject([
      {
        reason: 'late',
        source: 'web',
        detail: 'it happened at 2026-05-01T23:59:59.999Z, more than 30 days before it was received',
      },
    ]);
  });

  test('decodeSegmentItem takes an event of exactly 32 KB, and sets a larger one aside', () => {
    const sized = (bytes: number) => {
      const item = { ...track, properties: { note: '' } };
      return { ...item, properties: { note: 'x'.repeat(bytes - JSON.stringify(item).length) } };
    };
    expect(eventOf(sized(maximumEventBytes))?.id).toBe('m1');
    expect(problemOf(sized(maximumEventBytes + 1))).toContain(
      'too large: an event may have 32768 bytes, this one has 32769',
    );
  });

  test('decodeSegmentItem counts the batch’s context, which becomes a part of every event', () => {
    expect(problemOf(track, { context: { note: 'x'.repeat(maximumEventBytes) } })).toContain('too large: ');
  });
});
