import { describe, expect, test } from 'vitest';
import type { Item } from '#adapters/aws/item-attributes.ts';
import type { FaultRates } from '../plan.ts';
import { exampleWorld, runToEnd } from './example-world.ts';
import { createFleet } from './fleet.ts';
import { createSimulatedStream, type ImageHandler } from './simulated-stream.ts';

const consumption = { batchSize: 4, lanes: 3, maximumRecordAgeMs: 3_600_000 };

function written(customer: string, version: number, attributes: Item = { outbox: { B: new Uint8Array(1) } }): Item {
  return { pk: { S: `acme|${customer}` }, sk: { S: 'profile' }, version: { N: String(version) }, ...attributes };
}

const nameOf = (item: Item) => `${item['pk']?.S}/${item['version']?.N}`;

/** Lets a stream bring items to a handler until it is at rest; returns what the handler was given, batch by batch. */
async function stream(items: readonly Item[], handle: ImageHandler, faults: Partial<FaultRates> = {}) {
  const world = exampleWorld(faults);
  const batches: string[][] = [];
  const fleet = createFleet<ImageHandler>(world, 'announce', () => (writes) => {
    batches.push(writes.map(({ image }) => nameOf(image)));
    return handle(writes);
  });
  const simulated = createSimulatedStream(world, fleet, consumption);
  for (const item of items) simulated.append(item);
  await runToEnd(world);
  return { batches, world, waiting: simulated.waiting() };
}

const allDone: ImageHandler = async () => null;
const customers = ['ada', 'bob', 'cleo', 'dan', 'eve'];
const writes = [1, 2, 3, 4, 5, 6].flatMap((version) => customers.map((customer) => written(customer, version)));

/** The versions of a customer in the order in which they came. */
function versionsOf(batches: readonly string[][], customer: string): number[] {
  const prefix = `acme|${customer}/`;
  return batches
    .flat()
    .filter((name) => name.startsWith(prefix))
    .map((name) => Number(name.slice(prefix.length)));
}

describe('createSimulatedStream', () => {
  test('createSimulatedStream brings the writes of each customer in their order, each once', async () => {
    const { batches, waiting } = await stream(writes, allDone);
    for (const customer of customers) expect(versionsOf(batches, customer)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(Math.max(...batches.map((batch) => batch.length))).toBeLessThanOrEqual(consumption.batchSize);
    expect(waiting).toBe(0);
  });

  test('createSimulatedStream brings nothing but profiles with an outbox, of any layout', async () => {
    const { batches } = await stream(
      [
        written('ada', 1, {}),
        written('bob', 1, { outboxVersion: { N: '1' } }),
        { ...written('cleo', 1), sk: { S: 'traits' } },
        written('dan', 1),
      ],
      allDone,
    );
    expect(batches.flat().toSorted()).toEqual(['acme|bob/1', 'acme|dan/1']);
  });

  test('createSimulatedStream goes on from the sequence number that the announcer returned', async () => {
    let refused = 0;
    const { batches, waiting } = await stream(writes, async (batch) => {
      const last = batch.at(-1);
      if (batch.length < 2 || last === undefined || refused >= 10) return null;
      refused += 1;
      return last.sequenceNumber;
    });
    expect(refused).toBe(10);
    expect(waiting).toBe(0);
    expect(batches.flat()).toHaveLength(writes.length + 10);
    for (const customer of customers) {
      const versions = versionsOf(batches, customer);
      expect(versions).toEqual(versions.toSorted((a, b) => a - b));
      expect(new Set(versions).size).toBe(6);
    }
  });

  test('createSimulatedStream brings a batch again when the announcer throws or crashes', async () => {
    let failures = 0;
    const { batches, waiting } = await stream(writes, async () => {
      failures += 1;
      if (failures <= 3) throw new Error('no');
      return null;
    });
    expect(waiting).toBe(0);
    expect(new Set(batches.flat()).size).toBe(writes.length);
    const crashed = await stream(writes, allDone, { crash: 0.5 });
    expect(crashed.waiting).toBe(0);
    for (const customer of customers) expect(new Set(versionsOf(crashed.batches, customer)).size).toBe(6);
    expect(crashed.world.faults.injected).toHaveProperty(['crash before the answer of announce']);
  });

  test('createSimulatedStream brings every batch again that was done, and ends', async () => {
    const { batches, waiting } = await stream(writes, allDone, { streamRepeat: 1 });
    expect(waiting).toBe(0);
    for (const [first] of batches) {
      expect(batches.filter((batch) => batch.includes(first ?? '')).length).toBeGreaterThanOrEqual(2);
    }
    for (const customer of customers) expect(new Set(versionsOf(batches, customer)).size).toBe(6);
  });

  test('createSimulatedStream gives up on a record that is too old, and says so', async () => {
    const { waiting, world } = await stream([written('ada', 1)], async ([first]) => first?.sequenceNumber ?? null);
    expect(waiting).toBe(0);
    expect(world.notes).toEqual([{ message: 'The stream gives up on records', details: { count: 1 } }]);
  });
});
