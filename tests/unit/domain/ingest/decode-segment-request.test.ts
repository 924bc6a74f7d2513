import { describe, expect, test } from 'vitest';
import type { JsonObject } from '#contracts/json.ts';
import { maximumEventsPerRequest, maximumRequestBytes } from '#contracts/segment-request.ts';
import { parseBody } from '#domain/ingest/decode-segment-request.ts';
import { quarantineEntry } from '#domain/ingest/quarantine-entry.ts';
import { around, decode, decodeBatch, decodeText, track } from './decoding.ts';

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

describe('parseBody', () => {
  test('parseBody gives the object and its size in bytes', () => {
    expect(parseBody('{"a":"ä"}')).toEqual({ kind: 'parsed', body: { a: 'ä' }, bytes: 10 });
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
    expect(parseBody(filled(maximumRequestBytes))).toMatchObject({ kind: 'parsed', bytes: maximumRequestBytes });
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
    ['a sentAt that is no time', { batch: [track], sentAt: 'soon' }],
    ['a context that is no object', { batch: [track], context: 'web' }],
  ])('decodeSegmentRequest refuses %s with 400', (_what, body) => {
    expect(decode('batch', body)).toMatchObject({
      kind: 'refused',
      status: 400,
      message: expect.stringMatching(/^Cannot read the batch: /),
    });
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

  test('decodeSegmentRequest takes an empty batch', () => {
    expect(decodeBatch([])).toEqual({ kind: 'decoded', events: [], quarantined: [] });
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
      Array(3).fill('is nested deeper than 33 levels (content cut at 34 levels)'),
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
