import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exampleDelivery,
  exampleOutcome,
  exampleQuarantined,
  exampleTask,
  exampleTransition,
} from './example-records.ts';
import type { OpenLedger } from './ledger.contract.ts';
import { customerIds, tenants } from './odd-identifiers.ts';
import { walkPages } from './walk-pages.ts';

type Customer = { readonly tenant: string; readonly customerId: string };

async function recordEverything({ ledger }: Awaited<ReturnType<OpenLedger>>, customer: Customer): Promise<void> {
  await ledger.recordTransitions([exampleTransition(customer)]);
  await ledger.claimDelivery(exampleDelivery(customer, 'win-back#1'));
  await ledger.createTask(exampleTask(customer));
  await ledger.recordOutcome(exampleOutcome(customer));
  await ledger.quarantine(exampleQuarantined(customer.tenant));
}

/** What every ledger keeps apart, whatever it is made of. */
export function describeLedgerIsolation(name: string, open: OpenLedger): void {
  describe(name, () => {
    test(`${name} never shows one customer to another, nor one tenant to another`, async () => {
      const customers = fc.uniqueArray(fc.record({ tenant: tenants, customerId: customerIds }), {
        minLength: 2,
        maxLength: 4,
        selector: (customer) => JSON.stringify(customer),
      });
      await fc.assert(
        fc.asyncProperty(customers, async (all) => {
          const opened = await open();
          const { reader } = opened;
          for (const customer of all) await recordEverything(opened, customer);
          for (const { tenant, customerId } of all) {
            const own = await Promise.all([
              reader.transitionsOf(tenant, customerId, 10),
              reader.deliveriesOf(tenant, customerId, 10),
              reader.tasksOf(tenant, customerId, 10),
              reader.outcomesOf(tenant, customerId, 10),
            ]);
            for (const entries of own) expect(entries).toMatchObject([{ tenant, customerId }]);
            const count = all.filter((customer) => customer.tenant === tenant).length;
            const lists = await Promise.all([
              walkPages(1, (page) => reader.openTasks(tenant, page)),
              walkPages(2, (page) => reader.outcomes(tenant, page)),
              walkPages(3, (page) => reader.quarantined(tenant, page)),
            ]);
            for (const entries of lists) {
              expect(entries.map((entry) => entry.tenant)).toEqual(Array.from({ length: count }, () => tenant));
            }
          }
        }),
        { numRuns: 25 },
      );
    });

    test(`${name} never shows another tenant's entries to whoever has its page token`, async () => {
      const opened = await open();
      for (const tenant of ['own', 'other']) {
        for (const customerId of ['1', '2', '3']) await recordEverything(opened, { tenant, customerId });
      }
      const { reader } = opened;
      for (const list of [reader.openTasks, reader.outcomes, reader.quarantined]) {
        const { next } = await list('other', { limit: 1, next: null });
        expect(next).not.toBeNull();
        const seen = await list('own', { limit: 10, next }).then(
          (page) => page.items.map((entry) => entry.tenant),
          () => [],
        );
        expect(seen).not.toContain('other');
      }
    });

    test(`${name} refuses a page token that is malformed`, async () => {
      const { reader } = await open();
      await expect(reader.openTasks('own', { limit: 5, next: '{}' })).rejects.toThrow(
        'Cannot go on with the list: the page token "{}" is malformed',
      );
    });
  });
}
