import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { ingestRoutes } from '#functions/ingest/routes.ts';
import { ThrottledError } from '#ports/throttled-error.ts';
import { nowMs, tenant } from '../example-events.ts';
import { basic, createIngestWorld, writeKey } from './ingest-world.ts';

const track = (messageId: string, more: Record<string, unknown> = {}) => {
  return { type: 'track', event: 'Page Opened', messageId, userId: 'ada', ...more };
};

const segmentRoutes = [...ingestRoutes].flatMap(([key, route]) =>
  route.kind === 'segment' && route.call !== 'batch' ? [[key, route.call] as const] : [],
);

describe('ingestRoutes', () => {
  test.each(segmentRoutes)('createIngestHandler takes an event by %s as a %s', async (route, type) => {
    const world = await createIngestWorld();
    const body = { userId: 'ada', event: 'Opened', groupId: 'acme', previousId: 'a', name: 'Home', writeKey };
    const headers = { 'content-type': 'text/plain' };
    const answer = await world.call(body, { route, headers, authorization: null });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(world.events()).toMatchObject([{ type, userId: 'ada' }]);
  });

  test.each(['POST /v1/batch', 'POST /v1/b', 'POST /b'])('createIngestHandler takes a batch by %s', async (route) => {
    const world = await createIngestWorld();
    expect(await world.call({ batch: [track('1'), track('2')] }, { route })).toMatchObject({ body: { accepted: 2 } });
  });

  test.each(['POST /m', 'POST /v1/m'])(
    'createIngestHandler takes metrics by %s and drops them, whoever sends',
    async (route) => {
      const world = await createIngestWorld();
      const answer = await world.call('{"series":[', { route, authorization: null });
      expect(answer).toEqual({ status: 200, headers: {}, body: { success: true } });
      expect(world.messages()).toEqual([]);
    },
  );

  test('createIngestHandler answers 404 to a route that it does not know', async () => {
    const world = await createIngestWorld();
    expect(await world.call({}, { route: 'POST /v1/sing' })).toMatchObject({ status: 404 });
    expect(world.observer.total('RequestsRefusedUnknown')).toBe(1);
  });
});

describe('GET /v1/projects/{writeKey}/settings', () => {
  const ask = async (key: string, more: Record<string, unknown> = {}) => {
    const world = await createIngestWorld();
    const path = `/v1/projects/${encodeURIComponent(key)}/settings`;
    const route = 'GET /v1/projects/{writeKey}/settings';
    const answer = await world.call('', {
      route,
      path,
      pathParameters: { writeKey: key },
      authorization: null,
      ...more,
    });
    return { world, answer };
  };

  test('createIngestHandler gives a browser all that it needs to send its events to where it asked', async () => {
    const { answer } = await ask(writeKey, { headers: { host: 'events.shop.example', 'x-forwarded-proto': 'https' } });
    expect(answer).toMatchObject({
      status: 200,
      headers: { 'cache-control': 'private, max-age=300' },
      body: {
        integrations: {
          'Segment.io': { apiKey: writeKey, apiHost: 'events.shop.example/v1', protocol: 'https' },
        },
        metrics: { sampleRate: 0 },
        plan: { track: { __default: { enabled: true } } },
      },
    });
  });

  test('createIngestHandler keeps what stands before the path of the API, as behind a custom domain', async () => {
    const headers = { host: 'shop.example', 'x-forwarded-proto': 'http' };
    const { answer } = await ask(writeKey, { headers, path: `/events/v1/projects/${writeKey}/settings` });
    expect(answer.body['integrations']).toMatchObject({
      'Segment.io': { apiHost: 'shop.example/events/v1', protocol: 'http' },
    });
  });

  test('createIngestHandler leaves the address to the library where the call does not tell it', async () => {
    const { answer } = await ask(writeKey);
    expect(JSON.stringify(answer.body)).not.toContain('apiHost');
  });

  test.each(['nobody', '', 'x'.repeat(300)])('createIngestHandler answers 404 to the key "%s"', async (key) => {
    const { world, answer } = await ask(key);
    expect(answer).toMatchObject({ status: 404, body: { success: false } });
    expect(world.observer.total('RequestsRefusedUnknown')).toBe(1);
  });
});

describe('refusals', () => {
  test.each<[string, unknown, object, number, string]>([
    ['malformed JSON', '{', {}, 400, 'RequestsRefusedMalformed'],
    ['bytes that are no UTF-8', Buffer.from([0xff]), {}, 400, 'RequestsRefusedMalformed'],
    ['a wrong key', { batch: [] }, { authorization: basic('nobody:') }, 401, 'RequestsRefusedUnauthorized'],
    ['a body that is too large', ' '.repeat(600_000), {}, 413, 'RequestsRefusedTooLarge'],
    ['zipped text that is too large', gzipSync(' '.repeat(600_000)), {}, 413, 'RequestsRefusedTooLarge'],
    [
      'a call whose event is too large',
      { userId: 'ada', event: 'x', properties: { note: 'x'.repeat(40_000) } },
      { route: 'POST /v1/track' },
      413,
      'RequestsRefusedTooLarge',
    ],
    [
      'an encoding that nobody knows',
      Buffer.from('{}'),
      { headers: { 'content-encoding': 'zstd' } },
      415,
      'RequestsRefusedUnsupported',
    ],
  ])('createIngestHandler counts %s under its reason', async (_what, body, more, status, metric) => {
    const world = await createIngestWorld();
    const answer = await world.call(body, more);
    expect(answer).toMatchObject({ status, body: { success: false, message: expect.stringMatching(/^Cannot /) } });
    expect(world.observer.total(metric)).toBe(1);
    expect(world.messages()).toEqual([]);
    expect(await world.quarantined()).toEqual([]);
  });

  test('createIngestHandler counts what it sets aside by reason', async () => {
    const world = await createIngestWorld();
    const old = new Date(nowMs - 31 * 86_400_000).toISOString();
    const batch = [{}, track('a', { userId: null }), track('b', { timestamp: old }), track('c', { properties: 5 })];
    await world.call({ batch: [...batch, track('d', { properties: { note: 'x'.repeat(40_000) } })] });
    const total = (name: string) => world.observer.total(`EventsQuarantined${name}`);
    expect([total(''), total('Schema'), total('NoCustomer'), total('Late'), total('TooLarge')]).toEqual([
      5, 2, 1, 1, 1,
    ]);
  });
});

describe('throttling', () => {
  const throttled = () => Promise.reject(new ThrottledError('send 1 messages', null, 'queue'));

  test.each([
    ['the queue', { queue: { send: throttled } }],
    ['the ledger', { ledger: { quarantine: throttled } }],
    ['the table of the sources', { sources: { find: throttled } }],
  ])('createIngestHandler answers 429 and when to come again, when %s is throttled', async (_what, around) => {
    const world = await createIngestWorld(around);
    const answer = await world.call({ batch: [{}, track('1')] });
    expect(answer).toMatchObject({ status: 429, body: { success: false } });
    expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(2);
    expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(9);
    expect(world.observer.total('RequestsThrottled')).toBe(1);
    expect(world.observer.total('EventsAccepted')).toBe(0);
  });

  test('createIngestHandler spreads those who come again', async () => {
    const world = await createIngestWorld({ queue: { send: throttled } });
    const seconds = new Set<string | undefined>();
    for (let index = 0; index < 100; index += 1) {
      const answer = await world.call({ batch: [track('1')] }, { requestId: `request-${index}` });
      seconds.add(answer.headers['retry-after']);
    }
    expect([...seconds].map(Number).sort()).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test('createIngestHandler throws what is no throttling, so that the client hears of a failure and tries again', async () => {
    const world = await createIngestWorld({ queue: { send: () => Promise.reject(new Error('the queue is away')) } });
    await expect(world.call({ batch: [track('1')] })).rejects.toThrow('the queue is away');
  });
});

describe('CloudEvents', () => {
  const event = {
    specversion: '1.0',
    id: '1',
    source: '/orders',
    type: 'Order Viewed',
    subject: 'ada',
    data: { a: 1 },
  };

  test('createIngestHandler takes a structured CloudEvent with Basic authentication', async () => {
    const world = await createIngestWorld();
    const headers = { 'content-type': 'application/cloudevents+json' };
    const answer = await world.call(Buffer.from(JSON.stringify(event)), { route: 'POST /v1/events', headers });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, quarantined: 0 } });
    expect(world.events()).toMatchObject([
      { tenant, type: 'track', name: 'Order Viewed', userId: 'ada', id: '1@/orders', properties: { a: 1 } },
    ]);
  });

  test('createIngestHandler takes no write key out of the data of a CloudEvent', async () => {
    const world = await createIngestWorld();
    const body = { ...event, writekey: writeKey, writeKey };
    const answer = await world.call(body, { route: 'POST /v1/events', authorization: null });
    expect(answer.status).toBe(401);
  });
});
