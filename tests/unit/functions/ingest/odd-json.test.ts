import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { maximumEventsPerRequest, maximumRequestBytes } from '#contracts/segment-request.ts';
import { createIngestWorld, type IngestWorld } from './ingest-world.ts';
import { type OddJson, oddJson } from './odd-json.ts';

const good = (messageId: string) => `{"type":"track","event":"Page Opened","userId":"ada","messageId":"${messageId}"}`;

/** Where an odd text can stand in a request; what is around it is right. */
const places: readonly { readonly name: string; readonly around: readonly [string, string] }[] = [
  { name: 'the body', around: ['', ''] },
  { name: 'an item of the batch', around: [`{"batch":[${good('1')},`, `,${good('2')}]}`] },
  { name: 'a value of the properties', around: [`{"batch":[${good('1').slice(0, -1)},"properties":{"value":`, '}}]}'] },
  { name: 'the traits', around: ['{"batch":[{"type":"identify","userId":"ada","traits":', '}]}'] },
  { name: 'the context of the batch', around: ['{"context":', `,"batch":[${good('1')}]}`] },
];

function bodyOf(odd: OddJson, [before, after]: readonly [string, string]): Buffer {
  return Buffer.concat([Buffer.from(before), odd.bytes, Buffer.from(after)]);
}

/** What a strict reader makes of a body: how many items, or null where it is no JSON object. */
function itemsOf(bytes: Buffer): number | null {
  try {
    const parsed: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
    return 'batch' in parsed && Array.isArray(parsed.batch) ? parsed.batch.length : null;
  } catch {
    return null;
  }
}

const prototypeNames = () => [Object.prototype, Array.prototype, Function.prototype].map(Reflect.ownKeys);

let before: ReturnType<typeof prototypeNames>;
beforeEach(() => {
  before = prototypeNames();
});
afterEach(() => {
  expect(prototypeNames()).toEqual(before);
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});

const refusals = ['Malformed', 'TooLarge', 'Unauthorized', 'Unsupported', 'Unknown'];

/** Whatever was sent is accepted, set aside or refused, and counted as such. */
async function expectAccountedFor(
  world: IngestWorld,
  answer: Awaited<ReturnType<IngestWorld['call']>>,
  sent: number | null,
) {
  const refused = refusals.reduce((sum, name) => sum + world.observer.total(`RequestsRefused${name}`), 0);
  if (answer.status !== 200) {
    expect([400, 413]).toContain(answer.status);
    expect(refused).toBe(1);
    expect(world.queue.bodies()).toEqual([]);
    return;
  }
  expect(refused).toBe(0);
  const { accepted, quarantined } = answer.body;
  expect(Number(accepted) + Number(quarantined)).toBe(sent);
  expect(world.events()).toHaveLength(Number(accepted));
  expect(world.observer.total('EventsQuarantined')).toBe(quarantined);
  expect((await world.quarantined()).length > 0).toBe(Number(quarantined) > 0);
}

describe('oddJson', () => {
  test('oddJson has at least 318 cases, no two of them the same', () => {
    expect(oddJson.length).toBeGreaterThanOrEqual(318);
    expect(new Set(oddJson.map(({ bytes }) => bytes.toString('latin1'))).size).toBe(oddJson.length);
  });
});

describe.each(places)('createIngestHandler with odd JSON as $name', ({ around }) => {
  test.each(oddJson)('createIngestHandler accounts for $name', async (odd) => {
    const body = bodyOf(odd, around);
    const world = await createIngestWorld();
    const answer = await world.call(body);
    const sent = itemsOf(body);
    await expectAccountedFor(world, answer, sent);
    const isTooLarge = body.length > maximumRequestBytes || (sent ?? 0) > maximumEventsPerRequest;
    if (sent === null || isTooLarge) expect(answer.status).not.toBe(200);
    else if (answer.status !== 200) expect(answer.body['message']).toMatch(/^Cannot read the batch: context: /);
  });
});

describe.each(['track', 'identify', 'page', 'screen', 'group', 'alias', 'events'])('POST /v1/%s', (call) => {
  test.each(oddJson)(`createIngestHandler never throws at POST /v1/${call} for $name`, async ({ bytes }) => {
    const world = await createIngestWorld();
    const headers = { 'content-type': call === 'events' ? 'application/cloudevents+json' : 'application/json' };
    const answer = await world.call(bytes, { route: `POST /v1/${call}`, headers });
    expect([200, 400, 413, 415]).toContain(answer.status);
  });
});

test('createIngestHandler takes the text that the gateway has read, where it was no valid UTF-8, as the gateway read it', async () => {
  for (const odd of oddJson) {
    const world = await createIngestWorld();
    const text = bodyOf(odd, places[1]?.around ?? ['', '']).toString('utf8');
    const answer = await world.call(text);
    await expectAccountedFor(world, answer, itemsOf(Buffer.from(text)));
  }
});
