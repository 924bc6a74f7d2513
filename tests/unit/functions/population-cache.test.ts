import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryPopulationStore } from '#adapters/memory/memory-population-store.ts';
import type { Population } from '#contracts/population.ts';
import { populationAt } from '#domain/features/population-at.ts';
import { leadMs } from '#domain/population/survey-turn.ts';
import { createPopulationCache, noPopulation } from '#functions/population-cache.ts';
import type { PopulationStore } from '#ports/population-store.ts';

const minuteMs = 60_000;
const startMs = Date.UTC(2026, 2, 1, 12);

const snapshot = (effectiveFromMs: number): Population => {
  return { schemaVersion: 1, effectiveFromMs, customers: 1, features: {}, clustering: null };
};

/** A store that counts what is asked of it, and a clock that is turned by hand. */
function createWorld() {
  const store = createMemoryPopulationStore(createMemoryLedgerTable());
  const clock = { nowMs: startMs };
  const asked = { at: 0, from: 0 };
  let isAway = false;
  const counted: Pick<PopulationStore, 'at' | 'from'> = {
    at: (tenant, timeMs) => {
      asked.at += 1;
      return store.at(tenant, timeMs);
    },
    from: async (tenant, timeMs) => {
      asked.from += 1;
      if (isAway) throw new Error('the ledger is away');
      return store.from(tenant, timeMs);
    },
  };
  return {
    store,
    clock,
    asked,
    away: (away: boolean) => {
      isAway = away;
    },
    open: () => createPopulationCache(counted, () => clock.nowMs),
  };
}

describe('createPopulationCache', () => {
  test('createPopulationCache reads each tenant once in five minutes, however often and however many at once ask', async () => {
    const { open, clock, asked } = createWorld();
    const cache = open();
    await Promise.all(Array.from({ length: 20 }, () => cache.at('shop', clock.nowMs)));
    clock.nowMs += 5 * minuteMs - 1;
    await cache.at('shop', clock.nowMs);
    expect(asked.from).toBe(1);
    await cache.at('other', clock.nowMs);
    expect(asked.from).toBe(2);
    clock.nowMs += 1;
    await cache.at('shop', clock.nowMs);
    expect(asked).toEqual({ from: 3, at: 0 });
  });

  test('createPopulationCache lets all processes say the same at the same time, whenever each of them has read', async () => {
    const minutes = fc.integer({ min: 0, max: 200 });
    const puts = fc.uniqueArray(fc.record({ atMinute: minutes, aheadMinutes: fc.integer({ min: 10, max: 30 }) }), {
      maxLength: 6,
      selector: (put) => put.atMinute + put.aheadMinutes,
    });
    const looks = fc.array(fc.record({ atMinute: minutes, process: fc.nat(2) }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(puts, looks, async (written, asked) => {
        const { store, clock, open } = createWorld();
        const processes = [open(), open(), open()];
        const all = written.map((put) => snapshot(startMs + (put.atMinute + put.aheadMinutes) * minuteMs));
        for (let minute = 0; minute <= 200; minute += 1) {
          clock.nowMs = startMs + minute * minuteMs;
          // The worst moment: a process reads, and only then the snapshot is written.
          for (const { process } of asked.filter((look) => look.atMinute === minute)) {
            expect(await processes[process]?.at('shop', clock.nowMs)).toEqual(populationAt(all, clock.nowMs));
          }
          for (const [index, put] of written.entries()) {
            const one = all[index];
            if (put.atMinute === minute && one !== undefined) await store.put('shop', one);
          }
        }
      }),
      { numRuns: 200 },
    );
    expect(leadMs).toBeGreaterThanOrEqual(10 * minuteMs);
  });

  test('createPopulationCache would let processes differ, were snapshots written less than five minutes ahead', async () => {
    const { store, clock, open } = createWorld();
    const [early, late] = [open(), open()];
    await early.at('shop', clock.nowMs);
    await store.put('shop', snapshot(startMs + 4 * minuteMs));
    clock.nowMs += 4 * minuteMs;
    const said = await Promise.all([early.at('shop', clock.nowMs), late.at('shop', clock.nowMs)]);
    expect(said[0]).not.toEqual(said[1]);
  });

  test('createPopulationCache tells what was effective in the past, and asks for each such time once in five minutes', async () => {
    const { store, clock, open, asked } = createWorld();
    for (const hours of [48, 24, 1]) await store.put('shop', snapshot(startMs - hours * 60 * minuteMs));
    const cache = open();
    const at = (hours: number) => cache.at('shop', clock.nowMs - hours * 60 * minuteMs);
    expect(await at(30)).toEqual(snapshot(startMs - 48 * 60 * minuteMs));
    expect(await at(30)).toEqual(snapshot(startMs - 48 * 60 * minuteMs));
    expect(await at(50)).toBeNull();
    expect(await at(50)).toBeNull();
    expect(await at(0.5)).toEqual(snapshot(startMs - 60 * minuteMs));
    expect(asked).toEqual({ from: 1, at: 2 });
  });

  test('createPopulationCache goes on with what it knows while the store is away, but not until that could be wrong', async () => {
    const { store, clock, open, away } = createWorld();
    await store.put('shop', snapshot(startMs));
    const cache = open();
    await cache.at('shop', clock.nowMs);
    away(true);
    clock.nowMs += 7 * minuteMs;
    expect(await cache.at('shop', clock.nowMs)).toEqual(snapshot(startMs));
    clock.nowMs += minuteMs;
    await expect(cache.at('shop', clock.nowMs)).rejects.toThrow('the ledger is away');
    away(false);
    expect(await cache.at('shop', clock.nowMs)).toEqual(snapshot(startMs));
  });

  test('noPopulation knows nothing, and reads nothing', async () => {
    expect(await noPopulation.at('shop', startMs)).toBeNull();
  });
});
