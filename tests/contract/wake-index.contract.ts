import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DueItem, wakeShards } from '#ports/wake-index.ts';
import type { CustomerStores, OpenCustomerStores } from './customer-stores.ts';
import { exampleProfile, exampleRun, newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

const shards = Array.from({ length: wakeShards }, (_, shard) => shard);

async function allDue({ wakeIndex }: CustomerStores, nowMs: number): Promise<DueItem[]> {
  const due = await Promise.all(shards.map((shard) => wakeIndex.due(shard, nowMs, 1_000, null)));
  return due.flat();
}

/** What every wake-up index does, whatever it is made of. */
export function describeWakeIndex(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    test(`${name} due gives profiles and runs whose time has come, to the millisecond`, async () => {
      const stores = await open();
      const customer = newCustomer();
      await stores.profiles.put(exampleProfile(customer, { wakeAtMs: startMs }));
      await stores.runs.putRun(exampleRun(customer, { wakeAtMs: startMs + 1 }));
      await stores.profiles.put(exampleProfile(newCustomer(), { wakeAtMs: null }));
      expect(await allDue(stores, startMs - 1)).toEqual([]);
      const profile = { ...customer, kind: 'profile', runId: '', dueMs: startMs };
      expect(await allDue(stores, startMs)).toEqual([profile]);
      const run = { ...customer, kind: 'run', runId: exampleRun(customer).id, dueMs: startMs + 1 };
      expect(await allDue(stores, startMs + 1)).toEqual([profile, run]);
    });

    test(`${name} due keeps an entry until what it points at is written again`, async () => {
      const stores = await open();
      const customer = newCustomer();
      await stores.profiles.put(exampleProfile(customer, { wakeAtMs: startMs }));
      await stores.runs.putRun(exampleRun(customer, { wakeAtMs: startMs }));
      expect(await allDue(stores, startMs)).toHaveLength(2);
      expect(await allDue(stores, startMs)).toHaveLength(2);
      await stores.profiles.put(exampleProfile(customer, { version: 2, wakeAtMs: startMs + 9 }));
      expect(await allDue(stores, startMs)).toMatchObject([{ kind: 'run' }]);
      await stores.runs.putRun(exampleRun(customer, { version: 2, wakeAtMs: null }));
      expect(await allDue(stores, startMs)).toEqual([]);
      expect(await allDue(stores, startMs + 9)).toMatchObject([{ kind: 'profile', dueMs: startMs + 9 }]);
      await stores.profiles.put(exampleProfile(customer, { version: 3, wakeAtMs: null }));
      expect(await allDue(stores, startMs + 9)).toEqual([]);
    });

    test(`${name} due is left alone by a write that was refused`, async () => {
      const stores = await open();
      const customer = newCustomer();
      await stores.profiles.put(exampleProfile(customer, { wakeAtMs: startMs }));
      await stores.profiles.put(exampleProfile(customer, { wakeAtMs: null }));
      expect(await allDue(stores, startMs)).toHaveLength(1);
    });

    test(`${name} due gives the earliest first, at most as many as asked for`, async () => {
      const stores = await open();
      const delays = Array.from({ length: 60 }, (_, index) => (index * 37) % 60);
      await Promise.all(
        delays.map((delay) => stores.profiles.put(exampleProfile(newCustomer(), { wakeAtMs: startMs + delay }))),
      );
      for (const shard of shards) {
        const all = await stores.wakeIndex.due(shard, startMs + 1_000, 1_000, null);
        const times = all.map((item) => item.dueMs);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(await stores.wakeIndex.due(shard, startMs + 1_000, 2, null)).toEqual(all.slice(0, 2));
      }
      expect(await allDue(stores, startMs + 1_000)).toHaveLength(60);
      expect(await allDue(stores, startMs + 29)).toHaveLength(30);
    });

    test(`${name} due gives as many as asked for, however many that are`, async () => {
      const stores = await open();
      const customer = newCustomer();
      const put = (index: number) => stores.runs.putRun(exampleRun(customer, { id: `a#${index}`, wakeAtMs: index }));
      await Promise.all(Array.from({ length: 1_110 }, (_, index) => put(index)));
      const found = await Promise.all(shards.map((shard) => stores.wakeIndex.due(shard, startMs, 1_100, null)));
      expect(found.flat().map((item) => item.dueMs)).toEqual(Array.from({ length: 1_100 }, (_, index) => index));
    });

    test(`${name} due goes on after an item, also among those of one time, until nothing more is due`, async () => {
      const stores = await open();
      const customer = newCustomer();
      for (let index = 0; index < 40; index += 1) {
        await stores.runs.putRun(exampleRun(customer, { id: `a#${index}`, wakeAtMs: Math.floor(index / 8) }));
      }
      const profiles = Array.from({ length: 40 }, () => exampleProfile(newCustomer(), { wakeAtMs: 2 }));
      await Promise.all(profiles.map((profile) => stores.profiles.put(profile)));
      for (const shard of shards) {
        const all = await stores.wakeIndex.due(shard, startMs, 1_000, null);
        const found: DueItem[] = [];
        for (let page = 3; page === 3; ) {
          const more = await stores.wakeIndex.due(shard, startMs, 3, found.at(-1) ?? null);
          found.push(...more);
          page = more.length;
        }
        expect(found).toEqual(all);
      }
      expect(await allDue(stores, startMs)).toHaveLength(80);
    });

    test(`${name} due orders times of different lengths as numbers`, async () => {
      const stores = await open();
      const customer = newCustomer();
      const times = [9, 10, 1_000, 99];
      for (const [index, wakeAtMs] of times.entries()) {
        await stores.runs.putRun(exampleRun(customer, { id: `a#${index}`, wakeAtMs }));
      }
      expect((await allDue(stores, startMs)).map((item) => item.dueMs)).toEqual([9, 10, 99, 1_000]);
    });

    test(`${name} due names every customer as it was put, whatever its id is made of`, async () => {
      await fc.assert(
        fc.asyncProperty(tenants, customerIds, async (tenant, customerId) => {
          const stores = await open();
          await stores.profiles.put(exampleProfile({ tenant, customerId }, { wakeAtMs: 1 }));
          await stores.runs.putRun(exampleRun({ tenant, customerId }, { wakeAtMs: 2 }));
          const runId = exampleRun({ tenant, customerId }).id;
          expect(await allDue(stores, 2)).toEqual([
            { kind: 'profile', tenant, customerId, runId: '', dueMs: 1 },
            { kind: 'run', tenant, customerId, runId, dueMs: 2 },
          ]);
        }),
        { numRuns: 30 },
      );
    });
  });
}
