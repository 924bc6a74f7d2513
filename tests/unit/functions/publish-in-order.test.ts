import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import type { UnpublishedWrite } from '#functions/announce/next-requests.ts';
import { maximumAttempts, publishInOrder } from '#functions/announce/publish-in-order.ts';
import { exampleTransition } from '../../contract/example-records.ts';
import { createRecordingObserver } from './recording-observer.ts';
import { batches, createTroubledBus, type Troubles, takesAll, troubles } from './troubled-bus.ts';

async function publish(writes: readonly UnpublishedWrite[], drawn: Troubles, chance = 0.5) {
  const bus = createTroubledBus(drawn);
  const pausesMs: number[] = [];
  const published = await publishInOrder(
    {
      publisher: bus.publisher,
      chance: () => chance,
      pause: async (milliseconds) => {
        pausesMs.push(milliseconds);
      },
      observer: createRecordingObserver(),
    },
    writes,
  );
  return { ...bus, ...published, pausesMs };
}

const everything = (writes: readonly UnpublishedWrite[]) => writes.flatMap((write) => write.transitions);
const idsOf = (transitions: Iterable<Transition>) => [...transitions].map((one) => one.id);

test('publishInOrder sends a write only once all earlier ones of its customer are taken, whatever the bus refuses', async () => {
  await fc.assert(
    fc.asyncProperty(batches, troubles, async (writes, drawn) => {
      const { confirmedBefore } = await publish(writes, drawn);
      const all = everything(writes);
      for (const one of all) {
        const before = confirmedBefore.get(one.id);
        if (before === undefined) continue;
        const earlier = all.filter((a) => a.customerId === one.customerId && a.profileVersion < one.profileVersion);
        for (const { id } of earlier) expect(before).toContain(id);
      }
    }),
    { numRuns: 300 },
  );
});

test('publishInOrder is first taken at its word in the order of the versions of each customer', async () => {
  await fc.assert(
    fc.asyncProperty(batches, troubles, async (writes, drawn) => {
      const { tookFirst } = await publish(writes, drawn);
      const versions = Map.groupBy(tookFirst.values(), (one) => one.customerId);
      for (const taken of versions.values()) {
        const order = taken.map((one) => one.profileVersion);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 300 },
  );
});

test('publishInOrder loses nothing: what the bus has not confirmed is left, from the first such write on', async () => {
  await fc.assert(
    fc.asyncProperty(batches, troubles, async (writes, drawn) => {
      const { confirmed, left, taken } = await publish(writes, drawn);
      const unconfirmed = everything(writes).filter((one) => !confirmed.has(one.id));
      expect(everything(left)).toEqual(unconfirmed);
      expect(taken).toBe(confirmed.size);
      const first = writes.find((write) => write.transitions.some((one) => !confirmed.has(one.id)));
      expect(left[0]?.sequenceNumber).toBe(first?.sequenceNumber);
    }),
    { numRuns: 300 },
  );
});

test('publishInOrder never sends a transition, nor pauses, more often than it may', async () => {
  await fc.assert(
    fc.asyncProperty(batches, troubles, async (writes, drawn) => {
      const { sent, sentTimes, pausesMs } = await publish(writes, drawn);
      for (const times of sentTimes.values()) expect(times).toBeLessThanOrEqual(maximumAttempts);
      expect(sent.length).toBeLessThanOrEqual(maximumAttempts * everything(writes).length);
      expect(sent.every((request) => request.length > 0)).toBe(true);
      expect(pausesMs.length).toBeLessThan(maximumAttempts);
    }),
    { numRuns: 300 },
  );
});

test('publishInOrder gets everything through when the bus refuses less often than it tries', async () => {
  const few = fc.uniqueArray(fc.nat({ max: 60 }), { maxLength: maximumAttempts - 1 });
  await fc.assert(
    fc.asyncProperty(batches, few, async (writes, refusedAt) => {
      const endless = 10_000;
      const fate = (_: unknown, at: number) => (refusedAt.includes(at) ? 'refused' : 'taken');
      const entries = Array.from({ length: endless }, fate);
      const { left, tookFirst } = await publish(writes, { ...takesAll, entries });
      expect(left).toEqual([]);
      expect(idsOf(tookFirst.values()).toSorted()).toEqual(idsOf(everything(writes)).toSorted());
    }),
    { numRuns: 100 },
  );
});

const write = (customerId: string, version: number, ...segments: string[]): UnpublishedWrite => ({
  sequenceNumber: `${customerId} ${version}`,
  transitions: segments.map((segment) => exampleTransition({ tenant: 'shop', customerId }, version, segment)),
});

test('publishInOrder fills a request with different customers, and with all of one write', async () => {
  const writes = [write('ada', 1, 'a', 'b'), write('bob', 1, 'a'), write('ada', 2, 'a'), write('eve', 1, 'a')];
  const { sent } = await publish(writes, takesAll);
  expect(sent.map((request) => request.map((one) => `${one.customerId} ${one.profileVersion}`))).toEqual([
    ['ada 1', 'ada 1', 'bob 1', 'eve 1'],
    ['ada 2'],
  ]);
});

test('publishInOrder sends again only what was refused, after the others have gone on and a pause', async () => {
  const writes = [write('ada', 1, 'a', 'b'), write('bob', 1, 'a'), write('ada', 2, 'a'), write('bob', 2, 'a')];
  const entries: Troubles['entries'] = ['taken', 'refused', ...Array.from({ length: 20 }, () => 'taken' as const)];
  const { sent, pausesMs } = await publish(writes, { ...takesAll, entries });
  expect(sent.map((request) => idsOf(request))).toEqual([
    ['shop/ada/1/a', 'shop/ada/1/b', 'shop/bob/1/a'],
    ['shop/bob/2/a'],
    ['shop/ada/1/b'],
    ['shop/ada/2/a'],
  ]);
  expect(pausesMs).toEqual([25]);
});

test('publishInOrder lets a request that fails stop its own transitions alone', async () => {
  const many = Array.from({ length: 30 }, (_, index) => write(`customer ${index}`, 1, 'a'));
  const requests: Troubles['requests'] = ['answered', 'lost on the way there', 'answered', 'answered'];
  const { sent, left } = await publish(many, { ...takesAll, requests });
  expect(sent.map((request) => request.length)).toEqual([10, 10, 10, 10]);
  expect(sent[3]).toEqual(sent[1]);
  expect(left).toEqual([]);
});

test('publishInOrder pauses from nothing to a bound that doubles, up to a second', async () => {
  const refusesAll: Troubles = { ...takesAll, entries: ['refused'] };
  const most = await publish([write('ada', 1, 'a')], refusesAll, 1);
  expect(most.pausesMs).toEqual([50, 100, 200, 400, 800, 1_000, 1_000]);
  const least = await publish([write('ada', 1, 'a')], refusesAll, 0);
  expect(new Set(least.pausesMs)).toEqual(new Set([0]));
});

test('publishInOrder keeps requests below the size that the bus takes', async () => {
  const large = write('ada', 1, 'a', 'b', 'c', 'd').transitions.map((one) => ({
    ...one,
    why: { ...one.why, rule: 'é'.repeat(50_000) },
  }));
  const { sent } = await publish([{ sequenceNumber: '1', transitions: large }], takesAll);
  expect(sent.map((request) => request.length)).toEqual([2, 2]);
});
