import { describe, expect, test } from 'vitest';
import { readCustomerFile } from '#infra/command-line/customer/read-customer-file.ts';

import { fileOf, live, run } from './customer-files.ts';

describe('readCustomerFile', () => {
  test('readCustomerFile asks for the latest run of each playbook, and says null for a customer that is not there', async () => {
    const { transitions, deliveries, tasks, outcomes } = fileOf(live);
    const empty = async () => ({ items: [], next: null });
    const stores = {
      profiles: {
        load: async (_: string, customerId: string) => (customerId === 'ann' ? live : null),
        loadJoins: async () => ['anonymous:x'],
      },
      runs: { latestRun: async (_: string, __: string, playbook: string) => (playbook === 'win-back' ? run : null) },
      ledger: {
        transitionsOf: async () => [...transitions],
        deliveriesOf: async () => [...deliveries],
        tasksOf: async () => [...tasks],
        outcomesOf: async () => [...outcomes],
        openTasks: empty,
        outcomes: empty,
        quarantined: empty,
      },
    };
    const playbooks = ['win-back', 'save-high-value'];
    expect(await readCustomerFile(stores, playbooks, 'shop', 'ann')).toEqual({
      ...fileOf(live),
      joinedFrom: ['anonymous:x'],
    });
    expect(await readCustomerFile(stores, playbooks, 'shop', 'nobody')).toBeNull();
  });
});
