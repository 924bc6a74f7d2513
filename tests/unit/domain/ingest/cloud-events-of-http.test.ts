import { CloudEvent, HTTP } from 'cloudevents';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cloudEventsOfHttp } from '#domain/ingest/cloud-events-of-http.ts';
import { decodeHeaderValue } from '#domain/ingest/header-value.ts';

const attributes = { specversion: '1.0', id: '1', source: '/orders', type: 'Looked' };
const ceHeaders = { 'ce-specversion': '1.0', 'ce-id': '1', 'ce-source': '/orders', 'ce-type': 'Looked' };
const structuredType = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
const batchType = { 'content-type': 'application/cloudevents-batch+json' };

function eventsOf(headers: Record<string, string>, body: string): unknown {
  const found = cloudEventsOfHttp(headers, body);
  return found.kind === 'refused' ? `${found.status}: ${found.message}` : found.events;
}

describe('cloudEventsOfHttp', () => {
  test('cloudEventsOfHttp reads one event in structured mode', () => {
    expect(eventsOf(structuredType, JSON.stringify(attributes))).toEqual([attributes]);
  });

  test('cloudEventsOfHttp reads a batch, an empty one too', () => {
    const body = [attributes, { ...attributes, id: '2' }];
    expect(eventsOf(batchType, JSON.stringify(body))).toEqual(body);
    expect(eventsOf(batchType, '[]')).toEqual([]);
  });

  test('cloudEventsOfHttp reads attributes from headers and data from the body in binary mode', () => {
    const headers = { ...ceHeaders, 'ce-userid': 'ada', 'content-type': 'application/json', host: 'shop.example' };
    expect(eventsOf(headers, '{"total":9.5}')).toEqual([
      { ...attributes, userid: 'ada', datacontenttype: 'application/json', data: { total: 9.5 } },
    ]);
    expect(eventsOf(ceHeaders, '')).toEqual([attributes]);
  });

  test('cloudEventsOfHttp takes no data and no other attribute than the specification has from headers', () => {
    const odd = { 'ce-data': 'x', 'ce-datacontenttype': 'text/plain', 'ce-__proto__': 'x', 'ce-': 'x', 'ce-a-b': 'x' };
    expect(eventsOf({ ...ceHeaders, ...odd }, '')).toEqual([attributes]);
  });

  test('cloudEventsOfHttp leaves data that are no JSON to be set aside', () => {
    expect(eventsOf({ ...ceHeaders, 'content-type': 'text/plain' }, 'hello')).toEqual([
      { ...attributes, datacontenttype: 'text/plain', data: 'hello' },
    ]);
  });

  test('cloudEventsOfHttp takes JSON that says by itself that it is CloudEvents', () => {
    expect(eventsOf({ 'content-type': 'application/json' }, JSON.stringify(attributes))).toEqual([attributes]);
    expect(eventsOf({}, JSON.stringify([attributes]))).toEqual([attributes]);
  });

  test.each([
    ['no JSON', structuredType, '{', /^400: Cannot read the body as JSON/],
    [
      'data that are no JSON',
      { ...ceHeaders, 'content-type': 'application/json' },
      '{',
      /^400: Cannot read the body as JSON/,
    ],
    ['a number', structuredType, '7', /^400: .*must be a JSON object/],
    [
      'another format',
      { 'content-type': 'application/cloudevents+avro' },
      'x',
      /^400: .*application\/cloudevents\+avro/,
    ],
    ['a batch of another format', { 'content-type': 'application/cloudevents-batch+xml' }, 'x', /^400: .*batch\+xml/],
    ['no CloudEvent', { 'content-type': 'application/json' }, '{"a":1}', /^400: Cannot find a CloudEvent/],
    [
      'a header that is no UTF-8',
      { ...ceHeaders, 'ce-userid': '%C0%A0' },
      '',
      /^400: Cannot read the header ce-userid/,
    ],
    ['too many events', batchType, `[${'1,'.repeat(2_500)}1]`, /^413: .*2501 events, the limit is 2500/],
    ['too many bytes', batchType, ' '.repeat(512_001), /^413: .*512001 bytes, the limit is 512000/],
  ])('cloudEventsOfHttp refuses %s', (_, headers, body, expected) => {
    expect(eventsOf(headers, body)).toMatch(expected);
  });

  test('cloudEventsOfHttp reads what the npm package cloudevents writes, in every mode', () => {
    const event = new CloudEvent<unknown>({
      ...attributes,
      time: '2026-06-01T00:00:00Z',
      userid: 'ada',
      data: { a: 1 },
    });
    const expected = { ...attributes, time: '2026-06-01T00:00:00.000Z', userid: 'ada', data: { a: 1 } };
    for (const { headers, body } of [HTTP.structured(event), HTTP.binary(event)]) {
      const lower = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
      );
      expect(eventsOf(lower, String(body))).toMatchObject([expected]);
    }
    expect(eventsOf(batchType, JSON.stringify([event]))).toMatchObject([expected]);
  });

  test('cloudEventsOfHttp never throws, whatever comes', () => {
    const name = fc.oneof(fc.constantFrom('content-type', ...Object.keys(ceHeaders)), fc.string());
    const type = fc.constantFrom(
      'application/json',
      'application/cloudevents+json',
      'application/cloudevents-batch+json',
    );
    fc.assert(
      fc.property(
        fc.dictionary(name, fc.oneof(fc.string({ unit: 'binary' }), type)),
        fc.oneof(fc.string({ unit: 'binary' }), fc.json()),
        (headers, body) => ['cloud events', 'refused'].includes(cloudEventsOfHttp(headers, body).kind),
      ),
    );
  });
});

describe('decodeHeaderValue', () => {
  test.each([
    ['Euro%20%E2%82%AC%20%F0%9F%98%80', 'Euro € 😀'],
    ['Euro%20%e2%82%ac', 'Euro €'],
    ['"a \\"quoted\\" \\\\ text"', 'a "quoted" \\ text'],
    ['"%E2%82%AC"', '€'],
    ['100% sure', '100% sure'],
    ['%2541', '%41'],
    ['  trimmed ', 'trimmed'],
    ['%C0%A0', null],
  ])('decodeHeaderValue reads %s as %s', (value, expected) => {
    expect(decodeHeaderValue(value)).toBe(expected);
  });

  test('decodeHeaderValue gives back every text that was percent-encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => decodeHeaderValue(encodeURIComponent(text)) === text),
    );
  });
});
