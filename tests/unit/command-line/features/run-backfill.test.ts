import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryProfileReader } from '#adapters/memory/memory-profile-reader.ts';
import { noRelations } from '#contracts/relations.ts';
import { knownEvents } from '#domain/features/event-history.ts';
import { featuresAt } from '#domain/features/features-at.ts';
import { lockOf } from '#domain/lock-of.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { defineRetention } from '#domain/retention-definitions.ts';
import { readEventsOf } from '#infra/command-line/features/read-events-of.ts';
import { silentProgress } from '#infra/command-line/progress.ts';
import { chance } from '../../../../bench/chance.ts';
import { cast, type Delivery, drawHistory } from '../../../../bench/point-in-time/draw-history.ts';
import { everyKindDeclared } from '../../../../bench/point-in-time/every-kind.ts';
import { eventMessage, tenant } from '../../functions/example-events.ts';
import type { ReplayWorld } from '../replay/replay-world.ts';
import { backfillWorld, createEditedWorld } from './backfill-world.ts';

/** Declared before: features of customers and accounts that take few cells. */
const few = new Set(['recency', 'net', 'plan', 'distinctPages', 'accountRecency', 'accountPages']);
const declaredBefore = {
  ...everyKindDeclared,
  features: everyKindDeclared.features.filter(({ name }) => few.has(name)),
};
const lockBefore = lockOf(declaredBefore, null);
const before = defineRetention(declaredBefore, lockBefore);
const after = defineRetention(everyKindDeclared, lockOf(everyKindDeclared, lockBefore));

async function deliver(world: ReplayWorld, { atMs, clock, events }: Delivery): Promise<void> {
  world.clock.nowMs = Math.max(world.clock.nowMs, atMs);
  await world.deliver([eventMessage(`m${atMs}`, events, { clock })]);
}

/** What the tick of a minute does: who is due is looked at, before a backfill would tell as history what time has changed. */
async function wakeWhoIsDue(world: ReplayWorld): Promise<void> {
  const { items } = await createMemoryProfileReader(world.table).profiles(tenant, { limit: 100, next: null });
  const customers = items.flatMap(({ customerId, wakeAtMs: dueMs }) =>
    dueMs === null || dueMs > world.clock.nowMs ? [] : [{ customerId, dueMs }],
  );
  if (customers.length === 0) return;
  const body = JSON.stringify({ kind: 'wake profiles', schemaVersion: 1, tenant, customers });
  await world.deliver([{ id: 'tick', body, firstId: 'tick', sentMs: world.clock.nowMs }]);
}

/** Every profile beside what the archive gives: what it has counted, and what its features say. */
async function expectExact(world: ReplayWorld): Promise<void> {
  const nowMs = world.clock.nowMs + 60_000;
  for (const customerId of cast) {
    const record = await world.profiles.load(tenant, customerId, 'consistent');
    if (record === null || record.joined !== null) continue;
    const { archive, profiles } = world;
    const signal = new AbortController().signal;
    const events = await readEventsOf({ archive, profiles, tenant, customerId, signal, progress: silentProgress });
    const history = { customerId, events, populations: [] };
    const state = decodeState(record.state);
    expect(state.events, customerId).toBe(knownEvents(history).length);
    const subject = { state, nowMs, population: null, relations: noRelations };
    const live = [...after.features.values()]
      .filter(({ definition }) => definition.subject === subjectOf(customerId))
      .map((one) => [one.definition.name, one.read(subject).value]);
    expect(Object.fromEntries(live), customerId).toEqual(Object.fromEntries(featuresAt(after, history, nowMs)));
  }
}

describe('runBackfill beside live traffic', () => {
  test('runBackfill fills every profile while events keep coming: none is lost, none counts twice, values are those of the archive', async () => {
    let contested = 0;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
        const { old, today } = createEditedWorld(before, after);
        const next = chance(seed);
        const deliveries = drawHistory(seed, 150).rounds.flatMap((round) => round.deliveries);
        const coming = deliveries.splice(Math.floor(deliveries.length * 0.6));
        for (const one of deliveries) await deliver(old, one);
        await old.writeArchive();
        today.clock.nowMs = old.clock.nowMs;
        const liveEvent = async () => {
          const one = coming.shift();
          if (one !== undefined) await deliver(today, one);
        };
        const beside = {
          atEachStep: async () => {
            if (next() < 0.2) await liveEvent();
            if (next() < 0.2) await today.writeArchive();
          },
          whileWaiting: async () => {
            await liveEvent();
            await today.writeArchive();
          },
        };
        const { rounds } = await backfillWorld(today, after, { beside });
        if (rounds > 1) contested += 1;
        for (; coming.length > 0; ) await liveEvent();
        await today.writeArchive();
        await wakeWhoIsDue(today);
        await backfillWorld(today, after);
        expect(await backfillWorld(today, after)).toMatchObject({ incomplete: 0, filled: 0, rounds: 0 });
        await expectExact(today);
      }),
      { numRuns: 25 },
    );
    expect(contested).toBeGreaterThan(0);
  });
});
