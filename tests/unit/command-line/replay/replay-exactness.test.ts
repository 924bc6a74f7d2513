import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import { dayMs, eventMessage, exampleEvent, nowMs } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld, shownCustomers } from './replay-world.ts';

const users = ['ada', 'bob'];
const visitors = ['v1', 'v2', 'v3'];
const customers = [...users, ...visitors.map((id) => `anonymous:${id}`), 'account:acme', 'account:beta'];

/** Something that happened, how often it is sent, and where among all others: `place` orders the deliveries. */
const anyDeed = fc.record({
  kind: fc.constantFrom('visit', 'visit', 'look', 'buy', 'identify', 'group', 'claim'),
  user: fc.constantFrom(...users),
  visitor: fc.constantFrom(...visitors),
  daysAgo: fc.integer({ min: 0, max: 29 }),
  receivedLater: fc.integer({ min: 0, max: dayMs }),
  /** With an import: judged as of then, or under the running clock. */
  history: fc.constantFrom('no', 'no', 'no', 'as of', 'now'),
  copies: fc.integer({ min: 1, max: 3 }),
  places: fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }),
});
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

function eventOf(deed: Deed, index: number): CanonicalEvent {
  const timeMs = nowMs - deed.daysAgo * dayMs - index;
  // Later claims are received later: the first to be delivered is the first of all.
  const receivedMs = deed.kind === 'claim' ? nowMs + index : Math.min(nowMs, timeMs + deed.receivedLater);
  const base = exampleEvent(`e${index}`, { timeMs: Math.min(timeMs, receivedMs), receivedMs, userId: deed.user });
  const plan = { day: `d${deed.daysAgo}` };
  if (deed.kind === 'visit') return { ...base, userId: null, anonymousId: deed.visitor };
  if (deed.kind === 'buy') return { ...base, name: 'Order Completed', properties: { total: index } };
  if (deed.kind === 'identify') return { ...base, type: 'identify', name: 'Identify', properties: plan };
  if (deed.kind === 'claim') {
    return { ...base, type: 'identify', name: 'Identify', anonymousId: deed.visitor, properties: plan };
  }
  if (deed.kind === 'group') {
    const accountId = deed.daysAgo % 2 === 0 ? 'acme' : 'beta';
    return { ...base, type: 'group', name: 'Group', accountId, properties: plan };
  }
  return base;
}

function clockOf({ history }: Deed): ClockMode {
  if (history === 'no') return { mode: 'live' };
  return { mode: 'replay', asOfMs: history === 'as of' ? nowMs : null };
}

type Delivery = { readonly place: number; readonly message: ReceivedMessage; readonly isClaim: boolean };

/**
 * Every copy of every deed, each in a message; claims in their order, each in a batch of its own, all others anywhere.
 */
function deliveries(deeds: readonly Deed[]): Delivery[] {
  const all = deeds.flatMap((deed, index) =>
    deed.places.slice(0, deed.copies).map((place, copy): Delivery => {
      const message = eventMessage(`m${index}-${copy}`, [eventOf(deed, index)], { clock: clockOf(deed) });
      return { place, message, isClaim: deed.kind === 'claim' };
    }),
  );
  const claims = all.filter(({ isClaim }) => isClaim);
  const places = claims.map(({ place }) => place).sort((a, b) => a - b);
  const inOrder = claims.map((claim, index) => ({ ...claim, place: places[index] ?? 0 }));
  return [...all.filter(({ isClaim }) => !isClaim), ...inOrder].sort((a, b) => a.place - b.place);
}

async function live(world: ReplayWorld, deeds: readonly Deed[], batchSize: number): Promise<void> {
  let batch: ReceivedMessage[] = [];
  const flush = async () => {
    if (batch.length > 0) await world.deliver(batch);
    batch = [];
    await world.writeArchive();
  };
  for (const { message, isClaim } of deliveries(deeds)) {
    if (isClaim) await flush();
    batch.push(message);
    if (isClaim || batch.length >= batchSize) await flush();
  }
  await flush();
}

test('runReplay into an empty table gives the same states, traits, accounts and joins, byte for byte', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyDeed, { minLength: 1, maxLength: 40, size: 'max' }),
      fc.integer({ min: 1, max: 7 }),
      fc.integer({ min: 1, max: 7 }),
      fc.boolean(),
      async (deeds, liveBatch, replayBatch, isReversed) => {
        const first = createReplayWorld();
        await live(first, deeds, liveBatch);
        expect(await first.replay({ isDry: true })).toMatchObject({
          notStored: 0,
          eventsMissing: 0,
          left: { 'folds otherwise': 0 },
        });
        const second = createReplayWorld({ archive: first.archive });
        Object.assign(second.order, { batchSize: replayBatch, isReversed });
        const summary = await second.replay();
        expect(summary).toMatchObject({ status: 'finished', problem: null, identical: 0 });
        expect(await shownCustomers(second.profiles, customers)).toEqual(
          await shownCustomers(first.profiles, customers),
        );
        const again = await second.replay();
        expect(again).toMatchObject({ identical: summary.customers, sentEvents: 0, customers: summary.customers });
      },
    ),
    { numRuns: 150 },
  );
});

test('runReplay archives nothing once more, however often it is run', async () => {
  const first = createReplayWorld();
  await first.deliver([eventMessage('m', [exampleEvent('1'), exampleEvent('2')])]);
  await first.writeArchive();
  const objects = [...first.archive.objects.keys()];
  const second = createReplayWorld({ archive: first.archive });
  await second.replay();
  await second.writeArchive();
  expect([...first.archive.objects.keys()]).toEqual(objects);
});
