import { beforeAll, describe, expect, test } from 'vitest';
import type { Ledger, LedgerReader } from '#ports/ledger.ts';
import {
  exampleDelivery,
  exampleOutcome,
  exampleQuarantined,
  exampleTask,
  exampleTransition,
  newCustomer,
  newTenant,
  startMs,
} from './example-records.ts';
import { walkPages } from './walk-pages.ts';

/** Opens a ledger that is empty, with its reader. */
export type OpenLedger = () => Promise<{ ledger: Ledger; reader: LedgerReader }>;

/** What every ledger does, whatever it is made of. */
export function describeLedger(name: string, open: OpenLedger): void {
  describe(name, () => {
    let ledger: Ledger;
    let reader: LedgerReader;
    beforeAll(async () => {
      ({ ledger, reader } = await open());
    });

    test(`${name} claimDelivery gives null to the first, and to others what is there`, async () => {
      const customer = newCustomer();
      const claim = exampleDelivery(customer, 'win-back#1');
      expect(await ledger.claimDelivery(claim)).toBeNull();
      expect(await ledger.claimDelivery({ ...claim, atMs: startMs + 5 })).toEqual(claim);
      expect(await reader.deliveriesOf(customer.tenant, customer.customerId, 10)).toEqual([claim]);
    });

    test(`${name} claimDelivery lets exactly one of many win at the same time`, async () => {
      const customer = newCustomer();
      const claims = Array.from({ length: 10 }, (_, atMs) => exampleDelivery(customer, 'win-back#1', atMs));
      const answers = await Promise.all(claims.map((claim) => ledger.claimDelivery(claim)));
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      const winner = claims[answers.indexOf(null)];
      expect(answers.filter((answer) => answer !== null)).toEqual(Array.from({ length: 9 }, () => winner));
    });

    test(`${name} settleDelivery says what became of a claim, to whoever claims again`, async () => {
      const customer = newCustomer();
      const claim = exampleDelivery(customer, 'win-back#1');
      await ledger.claimDelivery(claim);
      const sent = { ...claim, status: 'sent' as const, atMs: startMs + 1, providerMessageId: 'm-1' };
      await ledger.settleDelivery(sent);
      await ledger.settleDelivery(sent);
      expect(await ledger.claimDelivery(claim)).toEqual(sent);
      expect(await reader.deliveriesOf(customer.tenant, customer.customerId, 10)).toEqual([sent]);
    });

    test(`${name} releaseDelivery that comes late leaves the claim of the next one alone`, async () => {
      const customer = newCustomer();
      const first = exampleDelivery(customer, 'win-back#000000000001');
      const second = { ...first, claimant: 'b', atMs: first.atMs + 1 };
      await ledger.claimDelivery(first);
      await ledger.releaseDelivery(first);
      expect(await ledger.claimDelivery(second)).toBeNull();
      await ledger.releaseDelivery(first);
      expect(await reader.deliveriesOf(customer.tenant, customer.customerId, 10)).toEqual([second]);
    });

    test(`${name} releaseDelivery lets the next one claim`, async () => {
      const customer = newCustomer();
      const claim = exampleDelivery(customer, 'win-back#1');
      await ledger.claimDelivery(claim);
      await ledger.releaseDelivery(claim);
      await ledger.releaseDelivery(claim);
      expect(await reader.deliveriesOf(customer.tenant, customer.customerId, 10)).toEqual([]);
      expect(await ledger.claimDelivery(claim)).toBeNull();
    });

    test(`${name} deliveriesOf gives the newest first, of whatever playbook, and only as many as asked for`, async () => {
      const customer = newCustomer();
      const runs = [
        ['b#1', 3],
        ['a#1', 4],
        ['c#1', 1],
        ['a#2', 2],
      ] as const;
      for (const [runId, atMs] of runs) await ledger.claimDelivery(exampleDelivery(customer, runId, atMs));
      const found = await reader.deliveriesOf(customer.tenant, customer.customerId, 3);
      expect(found.map((delivery) => delivery.atMs)).toEqual([4, 3, 2]);
    });

    test(`${name} createTask creates a task once and keeps the first`, async () => {
      const customer = newCustomer();
      const task = exampleTask(customer);
      expect(await ledger.createTask(task)).toBe(true);
      expect(await ledger.createTask({ ...task, title: 'another' })).toBe(false);
      expect(await reader.tasksOf(customer.tenant, customer.customerId, 10)).toEqual([task]);
    });

    test(`${name} tasksOf gives the newest first`, async () => {
      const customer = newCustomer();
      for (const createdMs of [5, 9, 1]) await ledger.createTask(exampleTask(customer, { createdMs }));
      const found = await reader.tasksOf(customer.tenant, customer.customerId, 2);
      expect(found.map((task) => task.createdMs)).toEqual([9, 5]);
    });

    test.each([1, 3, 4, 50])(
      `${name} openTasks gives the most valuable first, then the oldest, by %i`,
      async (limit) => {
        const tenant = newTenant();
        const create = async (valueMinor: number, createdMs: number, status: 'open' | 'done' = 'open') => {
          const task = exampleTask({ tenant, customerId: `${valueMinor}` }, { valueMinor, createdMs, status });
          await ledger.createTask(task);
          return task;
        };
        const third = await create(9_000, startMs + 2);
        const last = await create(-50, startMs + 9);
        const second = await create(9_000, startMs + 1);
        const fifth = await create(0, startMs);
        const first = await create(100_000, startMs + 3);
        const richest = await create(99_999_999_999_999, startMs + 8);
        const fourth = await create(899, 5);
        const richestToo = await create(10_000_000_000_005, startMs + 7);
        await create(1_000_000, startMs, 'done');
        await ledger.createTask(exampleTask({ tenant: `${tenant}x`, customerId: 'c' }));
        const found = await walkPages(limit, (page) => reader.openTasks(tenant, page));
        expect(found).toEqual([richestToo, richest, first, second, third, fourth, fifth, last]);
      },
    );

    test(`${name} recordOutcome records an outcome once, and outcomes gives the latest first`, async () => {
      const tenant = newTenant();
      const outcomes = [3, 1, 2].map((measuredMs) =>
        exampleOutcome({ tenant, customerId: `c${measuredMs % 2}` }, { measuredMs, playbook: `p${measuredMs}` }),
      );
      for (const outcome of [...outcomes, ...outcomes]) await ledger.recordOutcome(outcome);
      const byTime = outcomes.toSorted((a, b) => b.measuredMs - a.measuredMs);
      expect(await walkPages(2, (page) => reader.outcomes(tenant, page))).toEqual(byTime);
      const ofCustomer = await reader.outcomesOf(tenant, 'c1', 10);
      expect(ofCustomer.map((outcome) => outcome.measuredMs)).toEqual([3, 1]);
    });

    test(`${name} quarantine keeps one entry for the same id, and lists the latest first`, async () => {
      const tenant = newTenant();
      const entries = [1, 2, 3, 4, 5].map((day) => exampleQuarantined(tenant, { receivedMs: startMs + day }));
      for (const entry of entries) await ledger.quarantine(entry);
      for (const entry of entries) await ledger.quarantine(entry);
      expect(await walkPages(2, (page) => reader.quarantined(tenant, page))).toEqual(entries.toReversed());
    });

    test(`${name} quarantine of the same content at a later time is still one entry`, async () => {
      const tenant = newTenant();
      const entry = exampleQuarantined(tenant);
      await ledger.quarantine(entry);
      await ledger.quarantine({ ...entry, receivedMs: startMs + 60_000 });
      expect(await walkPages(1, (page) => reader.quarantined(tenant, page))).toHaveLength(1);
    });

    test(`${name} transitionsOf gives the newest first, each once, as it was recorded`, async () => {
      const customer = newCustomer();
      const versions = [2, 10, 9, 100, 1];
      await ledger.recordTransitions([...versions, 10].map((version) => exampleTransition(customer, version)));
      await ledger.recordTransitions([exampleTransition(customer, 9)]);
      const risk = { ...exampleTransition(customer, 100), id: 'risk', type: 'Churn Risk Changed' as const };
      const { segment: _segment, segmentVersion: _version, ...envelope } = risk;
      const changed = { ...envelope, from: 'low' as const, to: 'high' as const, score: 0.7 };
      await ledger.recordTransitions([changed]);
      const found = await reader.transitionsOf(customer.tenant, customer.customerId, 10);
      expect(found.map((transition) => transition.profileVersion)).toEqual([100, 100, 10, 9, 2, 1]);
      expect(found).toContainEqual(changed);
      expect(found).toContainEqual(exampleTransition(customer, 9));
      expect(await reader.transitionsOf(customer.tenant, customer.customerId, 3)).toEqual(found.slice(0, 3));
    });

    test(`${name} recordTransitions records any number of them at once, and none`, async () => {
      const customer = newCustomer();
      const all = Array.from({ length: 60 }, (_, index) => exampleTransition(customer, 60 - index));
      await ledger.recordTransitions(all);
      await ledger.recordTransitions([]);
      expect(await reader.transitionsOf(customer.tenant, customer.customerId, 100)).toEqual(all);
    });

    test(`${name} transitionsOf gives as many as asked for, however large they are`, async () => {
      const customer = newCustomer();
      const rule = 'x'.repeat(100_000);
      for (let version = 1; version <= 14; version += 1) {
        const transition = exampleTransition(customer, version);
        await ledger.recordTransitions([{ ...transition, why: { ...transition.why, rule } }]);
      }
      expect(await reader.transitionsOf(customer.tenant, customer.customerId, 13)).toHaveLength(13);
    });

    test(`${name} gives empty lists where nothing is`, async () => {
      const { tenant, customerId } = newCustomer();
      expect(await reader.transitionsOf(tenant, customerId, 5)).toEqual([]);
      expect(await reader.deliveriesOf(tenant, customerId, 5)).toEqual([]);
      expect(await reader.tasksOf(tenant, customerId, 5)).toEqual([]);
      expect(await reader.outcomesOf(tenant, customerId, 5)).toEqual([]);
      const page = { limit: 5, next: null };
      expect(await reader.openTasks(newTenant(), page)).toEqual({ items: [], next: null });
      expect(await reader.outcomes(newTenant(), page)).toEqual({ items: [], next: null });
      expect(await reader.quarantined(newTenant(), page)).toEqual({ items: [], next: null });
    });
  });
}
