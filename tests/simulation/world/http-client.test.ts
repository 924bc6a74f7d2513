import { describe, expect, test } from 'vitest';
import type { HttpAnswer } from '#functions/ingest/ingest-call.ts';
import type { FaultRates, PlannedEvent } from '../plan.ts';
import { exampleStartMs, exampleWorld, runToEnd } from './example-world.ts';
import { createFleet } from './fleet.ts';
import { type IngestHandler, startHttpClient } from './http-client.ts';

const events: readonly PlannedEvent[] = [{ id: 'e1', customerId: 'ada', isRepeat: false }];

/** Posts one call; `answer` says what becomes of each attempt. */
async function post(answer: (attempt: number) => HttpAnswer | Error, faults: Partial<FaultRates> = {}) {
  const world = exampleWorld(faults);
  const bodies: unknown[] = [];
  const accepted: PlannedEvent[] = [];
  const fleet = createFleet<IngestHandler>(world, 'ingest', () => async (call) => {
    bodies.push(call.body);
    const said = answer(bodies.length);
    if (said instanceof Error) throw said;
    return said;
  });
  const call = { atMs: exampleStartMs + 1_000, body: '{"batch":[]}', events };
  startHttpClient(world, fleet, call, (heard) => accepted.push(...heard));
  await runToEnd(world);
  return { world, bodies, accepted };
}

const ok: HttpAnswer = { status: 200, headers: {}, body: { success: true } };

describe('startHttpClient', () => {
  test('startHttpClient posts once where it is answered 200, and passes the very events on', async () => {
    const { bodies, accepted } = await post(() => ok);
    expect(bodies).toEqual(['{"batch":[]}']);
    expect(accepted).toHaveLength(1);
    expect(accepted[0]).toBe(events[0]);
  });

  test('startHttpClient posts the same body again after an error, until it is answered 200', async () => {
    const { bodies, accepted } = await post((attempt) => (attempt < 4 ? new Error('no') : ok));
    expect(bodies).toEqual(Array.from({ length: 4 }, () => '{"batch":[]}'));
    expect(accepted).toHaveLength(1);
  });

  test('startHttpClient posts again when an answer is lost, and both answers count', async () => {
    const { bodies, accepted } = await post(() => ok, { lostAnswer: 0.5 });
    expect(bodies.length).toBeGreaterThan(0);
    expect(accepted).toHaveLength(bodies.length);
  });

  test('startHttpClient does not try again what was refused, and says so', async () => {
    const { world, bodies, accepted } = await post(() => ({
      status: 401,
      headers: {},
      body: { message: 'no such key' },
    }));
    expect(bodies).toHaveLength(1);
    expect(accepted).toEqual([]);
    expect(world.notes).toEqual([
      { message: 'A client was refused', details: { status: 401, message: 'no such key' } },
    ]);
  });

  test('startHttpClient comes again when it is told to', async () => {
    const throttled: HttpAnswer = { status: 429, headers: { 'retry-after': '5' }, body: { success: false } };
    const { world, bodies, accepted } = await post((attempt) => (attempt === 1 ? throttled : ok));
    expect(bodies).toHaveLength(2);
    expect(accepted).toHaveLength(1);
    expect(world.notes).toEqual([]);
  });

  test('startHttpClient gives up after a bounded number of attempts, and says so', async () => {
    const { world, bodies } = await post(() => new Error('no'));
    expect(bodies).toHaveLength(40);
    expect(world.notes.map((note) => note.message)).toEqual(['A client gave up']);
  });
});
