import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { queueJson } from '#contracts/queue-json.ts';
import { maximumEventsPerRequest, maximumRequestBytes } from '#contracts/segment-request.ts';
import { parseBody } from '#domain/ingest/decode-segment-request.ts';
import { quarantineEntry } from '#domain/ingest/quarantine-entry.ts';
import { juneMs } from '../example-event.ts';
import { around, decode, decodeBatch, decodeText, track } from './decoding.ts';

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('parseBody', () => {
  test('parseBody gives the object', () => {
    expect(parseBody('{"a":"ä"}')).toEqual({ kind: 'parsed', body: { a: 'ä' }, unitBytes: 6 });
    expect(parseBody('{"a":"\\u0000"}')).toEqual({ kind: 'parsed', body: { a: '\u0000' }, unitBytes: 6 });
    expect(parseBody('{"a":"a"}')).toEqual({ kind: 'parsed', body: { a: 'a' }, unitBytes: 1 });
  });

  test.each(['', '{', '{"a":1', 'nonsense', '[]', '"text"', 'null', '7'])('parseBody refuses %j with 400', (text) => {
    expect(parseBody(text)).toMatchObject({
      kind: 'refused',
      status: 400,
      message: expect.stringMatching(/^Cannot read the body/),
    });
  });

  test('parseBody takes exactly the limit, and refuses one byte more with 413 and the limit', () => {
    const filled = (bytes: number) => `{"a":"${'x'.repeat(bytes - 8)}"}`;
    expect(parseBody(filled(maximumRequestBytes))).toMatchObject({ kind: 'parsed' });
    const message = 'Cannot take the request: 512001 bytes, the limit is 512000';
    expect(parseBody(filled(maximumRequestBytes + 1))).toEqual({ kind: 'refused', status: 413, message });
  });
});

describe('decodeSegmentRequest', () => {
  test('decodeSegmentRequest takes the type of a single call from the call', () => {
    const { events } = decodeText(
      'identify',
      JSON.stringify({ userId: 'ada', type: 'track', traits: { plan: 'pro' } }),
    );
    expect(events).toMatchObject([{ type: 'identify', id: 'request-1/0', properties: { plan: 'pro' } }]);
  });

  test('decodeSegmentRequest lets a bad item block none of its neighbours', () => {
    const items = [track, { ...track, event: 7, messageId: 'm2' }, null, 'text', { ...track, messageId: 'm3' }];
    const { events, quarantined } = decodeBatch(items);
    expect(events.map((event) => event.id)).toEqual(['m1', 'm3']);
    expect(quarantined.map((entry) => entry.content)).toEqual([JSON.stringify(items[1]), 'null', '"text"']);
    const { tenant, source, receivedMs } = around;
    const detail = quarantined[1]?.detail ?? '';
    expect(quarantined[1]).toEqual(quarantineEntry({ tenant, source, receivedMs, reason: 'schema', detail }, null));
  });

  test.each<[string, JsonObject]>([
    ['no batch', {}],
    ['a batch that is no list', { batch: track }],
    ['integrations that are nested too deeply', JSON.parse(`{"batch":[],"integrations":${deep(33)}}`)],
  ])('decodeSegmentRequest refuses %s with 400', (_what, body) => {
    expect(decode('batch', body)).toMatchObject({
      kind: 'refused',
      status: 400,
      message: expect.stringMatching(/^Cannot read the batch: /),
    });
  });

  test.each(['soon', 17, null, {}])(
    'decodeSegmentRequest passes over a sentAt of %j, and believes the items',
    (sentAt) => {
      const batch = [{ ...track, timestamp: '2026-05-31T23:59:00Z' }];
      expect(decodeBatch(batch, { sentAt }).events).toMatchObject([{ timeMs: juneMs - 60_000 }]);
    },
  );

  test.each(['web', 17, true, null, []])(
    'decodeSegmentRequest passes over a context of %j that a batch says for all, and takes its items',
    (context) => {
      expect(decodeBatch([track, { ...track, context: [] }], { context }).events).toMatchObject([
        { id: 'm1', context: {} },
        { id: 'm1', context: {} },
      ]);
    },
  );

  test('decodeSegmentRequest keeps no sentAt of any length for each item that it sets aside', () => {
    const items = Array.from({ length: 100 }, () => ({ ...track, event: 7 }));
    const sentAts = ['x'.repeat(30_000), `2026-05-31T23:59:00.${'0'.repeat(30_000)}Z`];
    for (const sentAt of sentAts) {
      const { quarantined } = decodeBatch(items, { sentAt });
      expect(quarantined).toHaveLength(100);
      expect(quarantined.every(({ content }) => content.length < 200)).toBe(true);
    }
  });

  test('decodeSegmentRequest refuses a single call whose event is too large with 413, and stores nothing of it', () => {
    const body = { userId: 'ada', event: 'Looked', properties: { note: 'x'.repeat(33_000) } };
    const message = 'Cannot take the event: an event may have 32768 bytes, this one has 33073';
    expect(decode('track', body)).toEqual({ kind: 'refused', status: 413, message });
  });

  test('decodeSegmentRequest knows a bound of what the events take in the queue, whatever their texts hold', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.string())), (texts) => {
        const items = texts.map((text) => ({ ...track, properties: { [text]: [text, 1e21, null] } }));
        const { events, mostBytes } = decodeBatch(items, { context: { shared: texts[0] ?? '' } });
        expect(Buffer.byteLength(queueJson(events))).toBeLessThanOrEqual(mostBytes + 2);
      }),
    );
  });

  test('decodeSegmentRequest takes 2,500 events, and refuses 2,501 with 413 and the limit', () => {
    const batch = (count: number) => ({
      batch: Array.from({ length: count }, (_, index) => ({ ...track, messageId: `m${index}` })),
    });
    expect(decode('batch', batch(maximumEventsPerRequest))).toMatchObject({
      kind: 'decoded',
      events: { length: 2_500 },
    });
    const message = 'Cannot take the request: 2501 events, the limit is 2500';
    expect(decode('batch', batch(maximumEventsPerRequest + 1))).toEqual({ kind: 'refused', status: 413, message });
  });

  test('decodeSegmentRequest refuses what would become far more than was sent with 413, and says what to do', () => {
    const batch = Array.from({ length: 2_000 }, (_, index) => ({ ...track, messageId: `m${index}` }));
    const context = (bytes: number) => ({ note: 'x'.repeat(bytes - '{"note":""}'.length) });
    expect(decode('batch', { batch, context: context(4_096) })).toMatchObject({ kind: 'decoded' });
    expect(decode('batch', { batch, context: context(4_097) })).toEqual({
      kind: 'refused',
      status: 413,
      message:
        'Cannot take the request: its context and integrations become 8194000 bytes in 2000 events, the limit is 8192000; ' +
        'send fewer at once',
    });
  });

  test('decodeSegmentRequest takes an empty batch', () => {
    const nothing = { events: [], mostBytes: 0, quarantined: [], reports: [] };
    expect(decodeBatch([])).toEqual({ kind: 'decoded', ...nothing });
  });

  test('decodeSegmentRequest keeps a key "__proto__" as data, and lets it change nothing', () => {
    const text = `{"batch":[{"type":"track","event":"Looked","userId":"ada","__proto__":{"userId":"eve"},
      "properties":{"__proto__":{"isAdmin":true}},"context":{"__proto__":{"active":false}}}],"__proto__":{"sentAt":"x"}}`;
    const [event] = decodeText('batch', text).events;
    expect(event?.userId).toBe('ada');
    expect(Object.keys(event?.properties ?? {})).toEqual(['__proto__']);
    expect(event?.properties['isAdmin']).toBeUndefined();
    expect(event?.context['active']).toBeUndefined();
    expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
  });

  test('decodeSegmentRequest sets an item aside that is nested too deeply, wherever, and takes its neighbours', () => {
    const member = (name: string) =>
      `{"type":"track","event":"Looked","userId":"ada","messageId":"m1","${name}":${deep(20_000)}}`;
    const text = `{"batch":[${JSON.stringify(track)},${member('properties')},${member('context')},${member('integrations')}]}`;
    const { events, quarantined } = decodeText('batch', text);
    expect(events).toHaveLength(1);
    expect(quarantined.map((entry) => entry.detail)).toEqual(
      ['properties', 'context', 'context'].map(
        (name) => `${name}: must be a JSON object of at most 32 levels, got an object (content cut at 34 levels)`,
      ),
    );
  });

  test('decodeSegmentRequest takes properties of exactly 32 levels', () => {
    const item = (levels: number) =>
      `{"batch":[{"type":"track","event":"Looked","userId":"ada","properties":${deep(levels)}}]}`;
    expect(decodeText('batch', item(32)).events).toHaveLength(1);
    expect(decodeText('batch', item(33)).quarantined).toHaveLength(1);
  });

  test('decodeSegmentRequest refuses a context of the batch that is nested too deeply, with 400', () => {
    expect(() => decodeText('batch', `{"batch":[],"context":${deep(20_000)}}`)).toThrow('refused with 400');
  });
});
