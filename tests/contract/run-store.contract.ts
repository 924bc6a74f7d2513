import * as fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunStore } from '#ports/run-store.ts';
import type { OpenCustomerStores } from './customer-stores.ts';
import { exampleCommand, exampleRun, newCustomer, startMs } from './example-records.ts';
import { customerIds, tenants } from './odd-identifiers.ts';

const runIdOf = (playbook: string, version: number) => `${playbook}#${String(version).padStart(12, '0')}`;

/** What every run store does, whatever it is made of. */
export function describeRunStore(name: string, open: OpenCustomerStores): void {
  describe(name, () => {
    let runs: RunStore;
    beforeAll(async () => {
      runs = (await open()).runs;
    });

    test(`${name} loadRun gives back exactly what putRun was given, and null where nothing is`, async () => {
      const customer = newCustomer();
      const run = exampleRun(customer, { wakeAtMs: startMs, outbox: [exampleCommand(customer)] });
      expect(await runs.loadRun(customer.tenant, customer.customerId, run.id)).toBeNull();
      expect(await runs.putRun(run)).toBe('written');
      const read = await runs.loadRun(customer.tenant, customer.customerId, run.id);
      expect(read).toEqual(run);
      read?.outbox.push(exampleCommand(customer));
      expect(await runs.loadRun(customer.tenant, customer.customerId, run.id)).toEqual(run);
    });

    test(`${name} putRun writes a version only over the one before, and else changes nothing`, async () => {
      const customer = newCustomer();
      expect(await runs.putRun(exampleRun(customer, { version: 2 }))).toBe('conflict');
      expect(await runs.putRun(exampleRun(customer))).toBe('written');
      expect(await runs.putRun(exampleRun(customer, { step: 9 }))).toBe('conflict');
      expect(await runs.putRun(exampleRun(customer, { version: 3, step: 9 }))).toBe('conflict');
      const second = exampleRun(customer, { version: 2, step: 5 });
      expect(await runs.putRun(second)).toBe('written');
      expect(await runs.loadRun(customer.tenant, customer.customerId, second.id)).toEqual(second);
    });

    test(`${name} putRun writes exactly one of two at the same time`, async () => {
      const customer = newCustomer();
      const results = await Promise.all([0, 1].map((step) => runs.putRun(exampleRun(customer, { step }))));
      expect(results.toSorted()).toEqual(['conflict', 'written']);
      const stored = await runs.loadRun(customer.tenant, customer.customerId, exampleRun(customer).id);
      expect(stored?.step).toBe(results.indexOf('written'));
    });

    test(`${name} claimStart lets one of two runs start within a rest, the same run again, and another after it`, async () => {
      const customer = newCustomer();
      const claim = (id: string, startedMs: number) =>
        runs.claimStart(exampleRun(customer, { id, startedMs }), startedMs - 100);
      const first = await Promise.all([claim('a', startMs), claim('b', startMs)]);
      expect(first.toSorted()).toEqual([false, true]);
      const holder = first[0] ? 'a' : 'b';
      expect(await claim(holder, startMs + 50)).toBe(true);
      expect(await claim('c', startMs + 149)).toBe(false);
      expect(await claim('c', startMs + 150)).toBe(true);
      expect(await runs.latestRun(customer.tenant, customer.customerId, 'win-back')).toBeNull();
    });

    test(`${name} latestRun gives the run of the playbook that started last`, async () => {
      const customer = newCustomer();
      const { tenant, customerId } = customer;
      expect(await runs.latestRun(tenant, customerId, 'win')).toBeNull();
      const put = (playbook: string, version: number) =>
        runs.putRun(exampleRun(customer, { id: runIdOf(playbook, version), playbook, startedMs: startMs + version }));
      for (const version of [9, 100, 20]) await put('win', version);
      await put('win-back', 5_000);
      await put('a', 6_000);
      expect((await runs.latestRun(tenant, customerId, 'win'))?.id).toBe(runIdOf('win', 100));
      expect((await runs.latestRun(tenant, customerId, 'win-back'))?.id).toBe(runIdOf('win-back', 5_000));
      expect(await runs.latestRun(tenant, customerId, 'back')).toBeNull();
    });

    test(`${name} never shows a run to another customer, whatever their ids are made of`, async () => {
      const customer = fc.record({ tenant: tenants, customerId: customerIds });
      await fc.assert(
        fc.asyncProperty(customer, customer, async (own, other) => {
          fc.pre(own.tenant !== other.tenant || own.customerId !== other.customerId);
          const store = (await open()).runs;
          await store.putRun(exampleRun(own));
          expect(await store.loadRun(other.tenant, other.customerId, exampleRun(own).id)).toBeNull();
          expect(await store.latestRun(other.tenant, other.customerId, 'win-back')).toBeNull();
          expect(await store.latestRun(own.tenant, own.customerId, 'win-back')).toEqual(exampleRun(own));
        }),
        { numRuns: 40 },
      );
    });
  });
}
