import { describe, expect, test } from 'vitest';
import type { CountedWrite, FlowCounter, FlowReader } from '#ports/flow-store.ts';
import { newCustomer, startMs } from './example-records.ts';

export type FlowStore = FlowCounter & FlowReader;

const day = '2026-03-01';

function write(patterns: readonly string[], more: Partial<CountedWrite> = {}): CountedWrite {
  return { ...newCustomer(), tenant: 'shop', profileVersion: 1, day, patterns, revenueMinor: 100, ...more };
}

const sorted = (sums: Awaited<ReturnType<FlowReader['patterns']>>) =>
  sums.toSorted((a, b) => (a.pattern < b.pattern ? -1 : 1));

/** What every counter of flows does, whatever it is made of. `open` gives an empty one. */
export function describeFlowStore(name: string, open: () => Promise<FlowStore>): void {
  describe(name, () => {
    test(`${name} count adds up what writes changed by tenant, day and pattern, and patterns gives the sums`, async () => {
      const store = await open();
      expect(await store.count([write(['+a -b'])], startMs)).toBe(1);
      const later = [write(['+a -b'], { revenueMinor: -250 }), write(['+a']), write(['+a'], { day: '2026-03-02' })];
      expect(await store.count(later, startMs)).toBe(3);
      expect(await store.count([write(['+a'], { tenant: 'club' })], startMs)).toBe(1);
      expect(sorted(await store.patterns('shop', day))).toEqual([
        { pattern: '+a', writes: 1, revenueMinor: 100 },
        { pattern: '+a -b', writes: 2, revenueMinor: -150 },
      ]);
      expect(await store.patterns('shop', '2026-03-02')).toEqual([{ pattern: '+a', writes: 1, revenueMinor: 100 }]);
      expect(await store.patterns('sho', day)).toEqual([]);
    });

    test(`${name} count counts a write once, however often and with whatever others it is told`, async () => {
      const store = await open();
      const of = (profileVersion: number) => write(['+a'], { customerId: 'ada', profileVersion });
      expect(await store.count([of(1), of(2), of(1)], startMs)).toBe(2);
      expect(await store.count([of(1), of(2)], startMs)).toBe(0);
      expect(await store.count([of(2), of(3)], startMs)).toBe(1);
      expect(await store.patterns('shop', day)).toEqual([{ pattern: '+a', writes: 3, revenueMinor: 300 }]);
    });

    test(`${name} count counts once what several count at the same moment`, async () => {
      const store = await open();
      const writes = Array.from({ length: 30 }, (_, index) => write([index % 2 === 0 ? '+a' : '-a']));
      const counts = await Promise.all(
        Array.from({ length: 4 }, (_, worker) => store.count(writes.slice(worker * 5, worker * 5 + 15), startMs)),
      );
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
      expect((await store.patterns('shop', day)).map((sum) => sum.writes)).toEqual([15, 15]);
    });

    test(`${name} count counts more writes, and more different ones, than a transaction takes`, async () => {
      const store = await open();
      const alike = Array.from({ length: 150 }, () => write(['+a']));
      const different = Array.from({ length: 150 }, (_, index) => write([`+s${index}`, `* -s${index}`]));
      expect(await store.count([...alike, ...different], startMs)).toBe(300);
      const sums = await store.patterns('shop', day);
      expect(sums).toHaveLength(301);
      expect(sums.reduce((sum, { writes }) => sum + writes, 0)).toBe(450);
    });

    test(`${name} count takes the longest pattern there is`, async () => {
      const store = await open();
      const pattern = `+${'a'.repeat(899)}`;
      await store.count([write([pattern])], startMs);
      expect(await store.patterns('shop', day)).toEqual([{ pattern, writes: 1, revenueMinor: 100 }]);
    });

    test(`${name} count of nothing, or of writes that changed nothing, counts nothing`, async () => {
      const store = await open();
      expect(await store.count([], startMs)).toBe(0);
      expect(await store.count([write([])], startMs)).toBe(0);
      expect(await store.patterns('shop', day)).toEqual([]);
    });
  });
}
