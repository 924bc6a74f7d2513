import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import type { Json } from '#contracts/json.ts';
import type { HttpCall } from '#functions/ingest/ingest-call.ts';
import { ingestRoutes } from '#functions/ingest/routes.ts';
import { anySegmentItem } from '../../domain/ingest/any-segment-item.ts';
import { basic, createIngestWorld, writeKey } from './ingest-world.ts';
import { oddJson } from './odd-json.ts';

const statuses = [200, 400, 401, 404, 413, 415];

afterEach(() => {
  expect(Reflect.get({}, 'isAdmin')).toBeUndefined();
});

const route = fc.constantFrom(...ingestRoutes.keys());

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json().map((text) => Buffer.from(text)),
  fc.constantFrom(...oddJson).map((odd) => odd.bytes),
);

const headerText = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom('gzip', 'GZIP', 'identity', 'br', 'gzip, gzip', 'deflate', '', 'application/json', 'text/plain'),
  fc.constantFrom(
    'application/cloudevents+json',
    'application/cloudevents-batch+json',
    'application/x-www-form-urlencoded',
  ),
  fc.constantFrom(
    basic(`${writeKey}:`),
    basic('nobody:'),
    'Basic',
    'Basic !!!',
    'Bearer x',
    'basic  ',
    `Basic ${'A'.repeat(9_000)}`,
  ),
  fc.constantFrom('1.0', '%ff', '%', 'a%00b', '2026-01-01T00:00:00Z'),
);

const headers = fc.dictionary(
  fc.oneof(
    fc.constantFrom('authorization', 'content-type', 'content-encoding', 'host', 'x-forwarded-proto', '__proto__'),
    fc.constantFrom(
      'ce-id',
      'ce-source',
      'ce-type',
      'ce-specversion',
      'ce-time',
      'ce-subject',
      'ce-__proto__',
      'ce-data',
    ),
    fc.string({ maxLength: 12 }),
  ),
  headerText,
  { maxKeys: 8 },
);

const packed = fc.tuple(bytes, fc.constantFrom('gzip', 'deflate', 'twice', 'cut')).map(([inside, how]) => {
  const once = how === 'deflate' ? deflateSync(inside) : gzipSync(inside);
  if (how === 'twice') return gzipSync(once);
  return how === 'cut' ? once.subarray(0, Math.max(2, once.length - 5)) : once;
});

/** A JSON value with one thing in it changed, dropped or put somewhere else. */
function mutated(value: Json, random: () => number): Json {
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  const odd: readonly Json[] = [null, '', 0, -1, 1e308, true, [], {}, '\ud800', 'x'.repeat(300), { isAdmin: true }];
  const pick = Math.floor(random() * entries.length);
  const chosen = entries[pick];
  if (chosen === undefined || random() < 0.2) return odd[Math.floor(random() * odd.length)] ?? null;
  const [name, inside] = chosen;
  const changed: [string, Json][] =
    random() < 0.15 ? [] : [[random() < 0.1 ? '__proto__' : name, mutated(inside, random)]];
  const all = [...entries.slice(0, pick), ...changed, ...entries.slice(pick + 1)];
  return Array.isArray(value) ? all.map(([, one]) => one) : Object.fromEntries(all);
}

const batch = fc.record(
  {
    batch: fc.array(anySegmentItem, { maxLength: 6 }),
    context: fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }),
    integrations: fc.oneof(fc.constant({ All: true }), fc.jsonValue({ maxDepth: 2 })),
    sentAt: fc.constantFrom('2026-03-01T12:00:00Z', '2100-01-01T00:00:00.000Z', '0001-01-01', 'soon', 17, null),
    writeKey: fc.constantFrom(writeKey, 'nobody', '', 5, null),
  },
  { requiredKeys: ['batch'] },
);

const mutatedBatch = fc
  .tuple(batch, fc.infiniteStream(fc.double({ min: 0, max: 0.999, noNaN: true })))
  .map(([one, chances]) => {
    const random = () => Number(chances.next().value ?? 0);
    return JSON.stringify(mutated(JSON.parse(JSON.stringify(one)), random));
  });

describe('createIngestHandler', () => {
  test('createIngestHandler answers any bytes, headers and route without throwing, and never with 200 for what it did not store', async () => {
    const body = fc.oneof(bytes, packed, fc.string({ unit: 'binary' }));
    const pathParameters = fc.dictionary(fc.constantFrom('writeKey', 'x'), headerText, { maxKeys: 2 });
    const call = fc.record({ route: fc.oneof(route, fc.string()), path: fc.webPath(), headers, body, pathParameters });
    await fc.assert(
      fc.asyncProperty(call, async (told) => {
        const world = await createIngestWorld();
        const answer = await world.call(told.body, { authorization: null, ...told });
        expect(statuses).toContain(answer.status);
        const stored = world.events().length + (await world.quarantined()).length;
        if (answer.status !== 200) expect(stored).toBe(0);
        expect(JSON.parse(JSON.stringify(answer.body))).toEqual(answer.body);
      }),
      { numRuns: 3_000 },
    );
  });

  test('createIngestHandler accounts for every item of any batch: accepted, set aside, or all refused', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          batch.map((one) => JSON.stringify(one)),
          mutatedBatch,
        ),
        async (text) => {
          const world = await createIngestWorld();
          const answer = await world.call(text);
          expect([200, 400]).toContain(answer.status);
          const { accepted, quarantined } = answer.body;
          if (answer.status === 200) {
            const sent: { batch: unknown[] } = JSON.parse(text);
            expect(Number(accepted) + Number(quarantined)).toBe(sent.batch.length);
            expect(world.observer.total('EventsAccepted')).toBe(sent.batch.length);
          }
          expect(world.events()).toHaveLength(Number(accepted ?? 0));
          expect(JSON.stringify(await world.quarantined())).not.toContain('"writeKey');
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('createIngestHandler takes the same of a body whether it is packed or not', async () => {
    await fc.assert(
      fc.asyncProperty(mutatedBatch, async (text) => {
        const [plain, zipped] = [await createIngestWorld(), await createIngestWorld()];
        const call: Partial<HttpCall> = {
          headers: { 'content-encoding': 'gzip', authorization: basic(`${writeKey}:`) },
        };
        expect(await zipped.call(gzipSync(text), call)).toEqual(await plain.call(text));
        expect(zipped.queue.bodies()).toEqual(plain.queue.bodies());
      }),
      { numRuns: 200 },
    );
  });
});
