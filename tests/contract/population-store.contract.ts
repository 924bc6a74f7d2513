import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Population } from '#contracts/population.ts';
import { populationAt } from '#domain/features/population-at.ts';
import type { PopulationStore } from '#ports/population-store.ts';
import { startMs } from './example-records.ts';
import { walkPages } from './walk-pages.ts';

const snapshot = (effectiveFromMs: number, customers = 7): Population => ({
  schemaVersion: 1,
  effectiveFromMs,
  customers,
  features: { 'money "spent"': { customers, mean: 0.1 + 0.2, fifths: [-1, 0, 1e-9, 1e12] } },
  clustering: {
    features: [{ name: 'money', mean: 1.5, deviation: 0.25 }],
    clusters: [{ name: 'best', size: 3, centre: [0.5] }],
  },
});

/** What every store of snapshots does, whatever it is made of. */
export function describePopulationStore(name: string, open: () => Promise<PopulationStore>): void {
  describe(name, () => {
    test(`${name} at gives the snapshot that is effective, from its millisecond on`, async () => {
      const store = await open();
      for (const ms of [startMs + 200, startMs, startMs + 100]) {
        await store.put('shop', snapshot(ms));
      }
      expect(await store.at('shop', startMs - 1)).toBeNull();
      expect(await store.at('shop', startMs)).toEqual(snapshot(startMs));
      expect(await store.at('shop', startMs + 99)).toEqual(snapshot(startMs));
      expect(await store.at('shop', startMs + 100)).toEqual(snapshot(startMs + 100));
      expect(await store.at('shop', startMs + 10 ** 12)).toEqual(snapshot(startMs + 200));
    });

    test(`${name} from gives the effective snapshot and those to come, ascending`, async () => {
      const store = await open();
      const all = [0, 100, 200, 300, 400, 500].map((ms) => snapshot(startMs + ms));
      for (const one of all) await store.put('shop', one);
      expect(await store.from('shop', startMs + 450)).toEqual(all.slice(4));
      expect(await store.from('shop', startMs + 100)).toEqual(all.slice(1));
      expect(await store.from('shop', startMs - 1)).toEqual(all);
      expect(await store.from('shop', startMs + 500)).toEqual(all.slice(5));
    });

    test(`${name} put takes the place of a snapshot that takes effect at the same millisecond`, async () => {
      const store = await open();
      await store.put('shop', snapshot(startMs, 1));
      await store.put('shop', snapshot(startMs, 2));
      expect(await walkPages(2, (page) => store.list('shop', page))).toEqual([snapshot(startMs, 2)]);
    });

    test(`${name} list gives all snapshots over its pages, the latest first`, async () => {
      const store = await open();
      const all = [0, 1, 2, 3, 4].map((ms) => snapshot(startMs + ms));
      for (const one of all) await store.put('shop', one);
      expect(await walkPages(2, (page) => store.list('shop', page))).toEqual(all.toReversed());
    });

    test(`${name} never shows the snapshots of another tenant`, async () => {
      const store = await open();
      for (const tenant of ['shop2', 'sho', 'Shop', 'shop-']) await store.put(tenant, snapshot(startMs));
      expect(await store.at('shop', startMs)).toBeNull();
      expect(await store.from('shop', startMs)).toEqual([]);
      expect(await walkPages(2, (page) => store.list('shop', page))).toEqual([]);
    });

    test(`${name} at and from say the same as the history as a whole`, async () => {
      const times = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 8 });
      await fc.assert(
        fc.asyncProperty(times, fc.integer({ min: 0, max: 31 }), async (all, timeMs) => {
          const store = await open();
          const history = all.map((ms) => snapshot(ms));
          for (const one of history) await store.put('shop', one);
          const effective = populationAt(history, timeMs);
          expect(await store.at('shop', timeMs)).toEqual(effective);
          const later = all.filter((ms) => ms > timeMs).toSorted((a, b) => a - b);
          const expected = [...(effective === null ? [] : [effective]), ...later.map((ms) => snapshot(ms))];
          expect(await store.from('shop', timeMs)).toEqual(expected);
        }),
        { numRuns: 20 },
      );
    });
  });
}
