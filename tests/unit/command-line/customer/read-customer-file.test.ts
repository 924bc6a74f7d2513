import { describe, expect, test } from 'vitest';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import { readAccountFile, readCustomerFile } from '#infra/command-line/customer/read-customer-file.ts';

import { asOfMs, fileOf, live, run } from './customer-files.ts';

describe('readCustomerFile', () => {
  test('readCustomerFile asks for the latest run of each playbook, and says null for a customer that is not there', async () => {
    const { transitions, deliveries, tasks, outcomes } = fileOf(live);
    const join = { visitor: 'anonymous:x', joinedMs: asOfMs };
    const told = { ...noCustomerTraits, traits: { plan: { value: 'pro', timeMs: asOfMs, eventId: 'e' } } };
    const stores = {
      profiles: {
        load: async (_: string, customerId: string) => (customerId === 'ann' ? live : null),
        loadJoins: async () => [join],
        loadTraits: async () => ({ version: 3, ...told }),
      },
      runs: { latestRun: async (_: string, __: string, playbook: string) => (playbook === 'win-back' ? run : null) },
      ledger: {
        transitionsOf: async () => [...transitions],
        deliveriesOf: async () => [...deliveries],
        tasksOf: async () => [...tasks],
        outcomesOf: async () => [...outcomes],
      },
    };
    const playbooks = ['win-back', 'save-high-value'];
    expect(await readCustomerFile(stores, playbooks, 'shop', 'ann')).toEqual({
      ...fileOf(live),
      joinedFrom: [join],
      told,
    });
    expect(await readCustomerFile(stores, playbooks, 'shop', 'nobody')).toBeNull();
  });
});

describe('readAccountFile', () => {
  const traits = { plan: { value: 'pro', timeMs: asOfMs, eventId: 'e' } };
  const stored = (version: number, members: string[]) => ({
    loadTraits: async () => ({ ...noCustomerTraits, version, traits: version === 0 ? {} : traits }),
    loadMembers: async () => members,
  });

  test('readAccountFile gives traits and members, and says null where there is neither', async () => {
    const file = { tenant: 'shop', customerId: 'account:acme' };
    const read = (version: number, members: string[]) =>
      readAccountFile(stored(version, members), 'shop', 'account:acme');
    expect(await read(1, ['ada'])).toEqual({ ...file, traits, members: ['ada'] });
    expect(await read(0, ['ada'])).toEqual({ ...file, traits: {}, members: ['ada'] });
    expect(await read(1, [])).toEqual({ ...file, traits, members: [] });
    expect(await read(0, [])).toBeNull();
  });
});
