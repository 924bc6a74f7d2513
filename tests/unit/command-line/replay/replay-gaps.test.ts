import fc from 'fast-check';
import { expect, test } from 'vitest';
import { profileSortKey } from '#adapters/aws/item-keys.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { dayMs, eventMessage, exampleEvent, nowMs, tenant } from '../../functions/example-events.ts';
import { createReplayWorld, type ReplayWorld } from './replay-world.ts';

const customers = ['ada', 'anonymous:v1', 'anonymous:v2'];

/** Something that happened, and whether its message ever came to the profiles; the archive has all of it. */
const anyDeed = fc.record({
  kind: fc.constantFrom('visit', 'buy', 'buy', 'claim', 'burst'),
  visitor: fc.constantFrom('v1', 'v2'),
  day: fc.integer({ min: 0, max: 100 }),
  isHistory: fc.boolean(),
  comes: fc.constantFrom(true, true, true, true, false),
});
type Deed = typeof anyDeed extends fc.Arbitrary<infer T> ? T : never;

type Batch = {
  readonly events: readonly CanonicalEvent[];
  readonly clock: ClockMode;
  readonly comes: boolean;
  readonly atMs: number;
};

/** The events of each deed, by time. A burst is long enough for ids to leave for a page, which is forgotten in the end. */
function batchesOf(deeds: readonly Deed[]): Batch[] {
  const sorted = deeds.toSorted((a, b) => a.day - b.day);
  return sorted.map(({ kind, visitor, day, isHistory, comes }, place) => {
    const atMs = nowMs - (100 - day) * dayMs + place;
    const events = Array.from({ length: kind === 'burst' ? 90 : 1 }, (_, index): CanonicalEvent => {
      const base = exampleEvent(`e${place}-${index}`, { timeMs: atMs, receivedMs: atMs });
      if (kind === 'visit') return { ...base, userId: null, anonymousId: visitor };
      if (kind === 'claim') return { ...base, type: 'identify', name: 'Identify', anonymousId: visitor };
      return { ...base, name: 'Order Completed', properties: { total: 1 } };
    });
    return { events, clock: isHistory ? { mode: 'replay', asOfMs: null } : { mode: 'live' }, comes, atMs };
  });
}

async function countedIn(world: ReplayWorld): Promise<number> {
  let counted = 0;
  for (const customerId of customers) {
    const record = await world.profiles.load(tenant, customerId, 'consistent');
    if (record !== null) counted += decodeState(record.state).events;
  }
  return counted;
}

async function deliver(world: ReplayWorld, { events, clock }: Batch): Promise<void> {
  await world.deliver([eventMessage('m', events, { clock })]);
}

test('runReplay mends any gaps of a hundred days without counting an event twice, then or when its message comes again', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyDeed, { minLength: 3, maxLength: 40, size: 'max' }),
      fc.boolean(),
      fc.boolean(),
      async (deeds, rebuild, isVisitorLost) => {
        const whole = createReplayWorld();
        const world = createReplayWorld({ archive: whole.archive });
        const batches = batchesOf(deeds);
        for (const batch of batches) {
          whole.clock.nowMs = batch.atMs;
          world.clock.nowMs = batch.atMs;
          await deliver(whole, batch);
          await whole.writeArchive();
          if (batch.comes) await deliver(world, batch);
        }
        world.clock.nowMs = nowMs + dayMs / 2;
        if (isVisitorLost) world.table.remove(`${tenant}|anonymous:v1`, profileSortKey);
        const all = batches.reduce((sum, { events }) => sum + events.length, 0);
        const { left } = await world.replay({ rebuild });
        const isMended = Object.values(left).every((count) => count === 0);
        expect(await countedIn(world)).toBeLessThanOrEqual(all);
        if (!isMended) return;
        const again = await world.replay({ isDry: true });
        expect(again.identical).toBe(again.customers);
        // The ids of a visitor that was lost are lost with it.
        if (!isVisitorLost) for (const batch of batches) await deliver(world, batch);
        expect(await countedIn(world)).toBe(all);
      },
    ),
    { numRuns: 80 },
  );
});
