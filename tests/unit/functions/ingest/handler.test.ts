import { expect, test } from 'vitest';
import { messageBody } from '#adapters/aws/message-body.ts';
import { nowMs, tenant } from '../example-events.ts';
import { basic, createIngestWorld } from './ingest-world.ts';

const track = (messageId: string, more: Record<string, unknown> = {}) => {
  return { type: 'track', event: 'Page Opened', messageId, userId: 'ada', ...more };
};

test('createIngestHandler answers 200 with the counts, and the queue has the events in one message', async () => {
  const world = await createIngestWorld();
  const answer = await world.call({ batch: [track('1'), track('2')] });
  expect(answer).toEqual({ status: 200, headers: {}, body: { success: true, accepted: 2, quarantined: 0 } });
  expect(world.messages()).toMatchObject([{ tenant, correlationId: 'request-1', clock: { mode: 'live' } }]);
  expect(world.events()).toMatchObject([
    { id: '1', userId: 'ada', name: 'Page Opened', timeMs: nowMs, receivedMs: nowMs },
    { id: '2' },
  ]);
  expect(world.observer.total('EventsAccepted')).toBe(2);
});

test.each([
  ['a wrong key', basic('wrong:'), {}],
  ['a wrong key that only lacks its colon', basic('wrong'), {}],
  ['no key at all', null, {}],
  ['an empty key', basic(':secret'), {}],
  ['another scheme', 'Bearer secret', {}],
  ['Basic without anything', 'Basic ', {}],
  ['a wrong key in the body', null, { writeKey: 'wrong' }],
  ['a key in the body that is no text', null, { writeKey: { $ne: '' } }],
  ['a wrong key in the header beside a right one in the body', basic('wrong:'), { writeKey: 'secret' }],
  ['a key of enormous length', basic(`${'x'.repeat(1_000)}:`), {}],
])('createIngestHandler answers 401 to %s, and stores nothing', async (_what, authorization, more) => {
  const world = await createIngestWorld();
  const answer = await world.call({ batch: [track('1'), { type: 'nonsense' }], ...more }, { authorization });
  const message = expect.stringMatching(/^Cannot accept the write key: /);
  expect(answer).toEqual({ status: 401, headers: {}, body: { success: false, message } });
  expect(world.messages()).toEqual([]);
  expect(await world.quarantined()).toEqual([]);
});

test.each([
  ['Basic with an empty password', basic('secret:'), {}],
  ['Basic with a password, which is passed over', basic('secret:whatever:more'), {}],
  ['Basic without a colon', basic('secret'), {}],
  ['basic in lower case', basic('secret:').replace('Basic', 'basic'), {}],
  ['the key in the body', null, { writeKey: 'secret' }],
])('createIngestHandler accepts %s', async (_what, authorization, more) => {
  const world = await createIngestWorld();
  const answer = await world.call({ batch: [track('1')], ...more }, { authorization });
  expect(answer.status).toBe(200);
});

test.each([
  ['{"batch":[', /^Cannot read the body as JSON: /],
  ['', /^Cannot read the body as JSON: /],
  ['[]', /^Cannot read the body: it is not a JSON object$/],
  ['null', /^Cannot read the body: it is not a JSON object$/],
  ['{}', /^Cannot read the batch: batch: /],
  ['{"batch":{}}', /^Cannot read the batch: batch: /],
  [`{"batch":[],"context":${'{"a":'.repeat(32)}{}${'}'.repeat(32)}}`, /^Cannot read the batch: context: /],
])('createIngestHandler answers 400 to the body %s', async (body, message) => {
  const world = await createIngestWorld();
  const answer = await world.call(body);
  expect(answer).toEqual({
    status: 400,
    headers: {},
    body: { success: false, message: expect.stringMatching(message) },
  });
});

test('createIngestHandler answers 413 to a body above the limit, and names both sizes', async () => {
  const world = await createIngestWorld();
  const body = JSON.stringify({ batch: [], padding: 'é'.repeat(256_000) });
  const message = `Cannot take the request: ${Buffer.byteLength(body)} bytes, the limit is 512000`;
  expect(await world.call(body)).toEqual({ status: 413, headers: {}, body: { success: false, message } });
});

test('createIngestHandler answers 413 to more events than the limit', async () => {
  const world = await createIngestWorld();
  const answer = await world.call({ batch: Array.from({ length: 2_501 }, (_, index) => track(String(index))) });
  const message = 'Cannot take the request: 2501 events, the limit is 2500';
  expect(answer).toEqual({ status: 413, headers: {}, body: { success: false, message } });
  expect(world.messages()).toEqual([]);
});

test('createIngestHandler sets a bad event aside with its reason and accepts its neighbours', async () => {
  const world = await createIngestWorld();
  const bad = [
    track('2', { event: '' }),
    track('3', { event: 'Order Completed', properties: { total: 'much' } }),
    track('4', { userId: null }),
    track('5', { userId: 'x'.repeat(201) }),
    track('6', { userId: 'half \ud800' }),
    track('7', { properties: { text: 'x'.repeat(33_000) } }),
    null,
    { type: 'unheard-of' },
  ];
  const answer = await world.call({ batch: [track('1'), ...bad, track('9')] });
  expect(answer).toMatchObject({ status: 200, headers: {}, body: { success: true, accepted: 2, quarantined: 8 } });
  // The first few say why: a developer who tries a call need not look it up.
  expect(answer.body['problems']).toHaveLength(5);
  expect(answer.body['problems']).toContain('schema: properties.total must be an amount of money: "much"');
  expect(world.events().map((event) => event.id)).toEqual(['1', '9']);
  const quarantined = await world.quarantined();
  expect(quarantined).toHaveLength(8);
  expect(new Set(quarantined.map((entry) => entry.reason))).toEqual(new Set(['schema', 'no customer', 'too large']));
  expect(quarantined).toContainEqual(
    expect.objectContaining({ source: 'web', detail: 'properties.total must be an amount of money: "much"' }),
  );
  expect(world.observer.total('EventsQuarantined')).toBe(8);
});

test('createIngestHandler sends nothing to the queue when every event is set aside', async () => {
  const world = await createIngestWorld();
  const answer = await world.call({ batch: [{}] });
  expect(answer.body).toMatchObject({ success: true, accepted: 0, quarantined: 1, problems: [expect.any(String)] });
  expect(world.messages()).toEqual([]);
});

test('createIngestHandler keeps one quarantine entry when the same request comes again', async () => {
  const world = await createIngestWorld();
  await world.call({ batch: [{}] });
  await world.call({ batch: [{}] });
  expect(await world.quarantined()).toHaveLength(1);
});

test('createIngestHandler merges the context of the batch into each event, whose own wins', async () => {
  const world = await createIngestWorld();
  const context = { ip: '10.0.0.1', app: { name: 'web' } };
  await world.call({ batch: [track('1', { context: { app: { name: 'ios' } } }), track('2')], context });
  const [first, second] = world.events();
  expect(first?.context).toEqual({ ip: '10.0.0.1', app: { name: 'ios' } });
  expect(second?.context).toEqual(context);
});

test("createIngestHandler corrects the client's clock by the time at which the batch was sent", async () => {
  const world = await createIngestWorld();
  const batch = [track('1', { timestamp: '2030-01-01T00:00:00Z' })];
  await world.call({ batch, sentAt: '2030-01-01T00:01:00Z' });
  expect(world.events()[0]?.timeMs).toBe(nowMs - 60_000);
});

test('createIngestHandler takes single calls, the body being the event', async () => {
  const world = await createIngestWorld();
  await world.call(
    { userId: 7, traits: { email: 'ada@example.com' } },
    { route: 'POST /v1/identify', requestId: 'r-2' },
  );
  await world.call({ anonymousId: 'a', name: 'Home' }, { route: 'POST /v1/page', requestId: 'r-3' });
  expect(world.events()).toMatchObject([
    { type: 'identify', id: 'r-2/0', userId: '7', properties: { email: 'ada@example.com' } },
    { type: 'page', id: 'r-3/0', userId: null, anonymousId: 'a', name: 'Home' },
  ]);
});

test('createIngestHandler cuts what is too large for one message into several and loses nothing', async () => {
  const world = await createIngestWorld();
  const batch = Array.from({ length: 16 }, (_, index) =>
    track(`${index}`, { properties: { text: 'x'.repeat(30_000) } }),
  );
  expect((await world.call({ batch })).status).toBe(200);
  expect(world.messages().length).toBeGreaterThan(1);
  expect(world.events().map((event) => event.id)).toEqual(batch.map((item) => item.messageId));
});

test('createIngestHandler does not answer when the queue does not store the events', async () => {
  const send = () => Promise.reject(new Error('the queue is away'));
  const world = await createIngestWorld({ queue: { send } });
  await expect(world.call({ batch: [track('1')] })).rejects.toThrow('the queue is away');
  expect(world.observer.total('EventsAccepted')).toBe(0);
});

test('createIngestHandler does not answer when the ledger does not store what it sets aside', async () => {
  const quarantine = () => Promise.reject(new Error('the ledger is away'));
  const world = await createIngestWorld({ ledger: { quarantine } });
  await expect(world.call({ batch: [{}, track('1')] })).rejects.toThrow('the ledger is away');
});

test('createIngestHandler stores the write key nowhere, not even with an event that it sets aside', async () => {
  const world = await createIngestWorld();
  const body = { userId: 'ada', event: 'Order Completed', properties: { total: 'much' }, writeKey: 'secret' };
  expect(await world.call(body, { route: 'POST /v1/track', authorization: null })).toMatchObject({ status: 200 });
  expect((await world.quarantined()).map((entry) => entry.content)).toEqual([expect.not.stringContaining('secret')]);
});

test('createIngestHandler queues nothing when what it sets aside cannot be stored, so that the next try repeats nothing', async () => {
  const world = await createIngestWorld({ ledger: { quarantine: () => Promise.reject(new Error('throttled')) } });
  const batch = [track('good', { messageId: null }), track('bad', { userId: null })];
  await expect(world.call({ batch })).rejects.toThrow('throttled');
  expect(world.messages()).toEqual([]);
});

test('createIngestHandler takes events full of characters that the queue holds only escaped', async () => {
  const world = await createIngestWorld();
  const text = '\uffff'.repeat(10_000);
  const batch = Array.from({ length: 12 }, (_, index) => track(`event-${index}`, { properties: { text } }));
  expect(await world.call({ batch })).toMatchObject({ status: 200 });
  expect(world.events()).toHaveLength(12);
  for (const message of world.messages()) expect(Buffer.byteLength(messageBody(message))).toBeLessThanOrEqual(262_144);
});
