import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMapping } from '#infra/command-line/mapping/read-mapping.ts';
import { projectDirectory } from '#infra/project-directory.ts';
import { scratchDirectory } from '../scratch-directory.ts';
import { importInto, RecordingQueue } from './import-harness.ts';

const scratch = scratchDirectory();
const folder = join(projectDirectory, '../shared/data/ravenstack');
const fileOf = (table: string) => join(folder, `ravenstack_${table}.csv.gz`);

/** Rows, refused rows, customers, accounts and events of each mapping, counted once by hand (awk) in the files. */
const expected = [
  ['ravenstack-accounts', 'accounts', { read: 500, refused: 0, customers: 500, accounts: 500 }],
  ['ravenstack-members', 'subscriptions', { read: 5_000, refused: 0, customers: 5_000, accounts: 500 }],
  ['ravenstack-subscriptions', 'subscriptions', { read: 5_000, refused: 0, customers: 5_000, accounts: 500 }],
  ['ravenstack-subscription-ends', 'subscriptions', { read: 5_000, refused: 4_514, customers: 486, accounts: 312 }],
  ['ravenstack-usage', 'feature_usage', { read: 25_000, refused: 0, customers: 4_967, accounts: 500 }],
  ['ravenstack-tickets', 'support_tickets', { read: 2_000, refused: 0, customers: 492, accounts: 492 }],
  ['ravenstack-tickets-closed', 'support_tickets', { read: 2_000, refused: 0, customers: 492, accounts: 492 }],
  ['ravenstack-churn', 'churn_events', { read: 600, refused: 0, customers: 352, accounts: 352 }],
] as const;

describe.skipIf(!existsSync(folder))(`the mappings of RavenStack (skipped without ${folder})`, () => {
  test.each(expected)('%s makes an event of each row, with its account', async (mapping, table, counts) => {
    const queue = new RecordingQueue();
    const needs = mapping === 'ravenstack-usage';
    const lookups = new Map(needs ? [['subscriptions', fileOf('subscriptions')]] : []);
    const settings = { lookups };
    const summary = await importInto(fileOf(table), readMapping(mapping).mapping, queue, scratch.path, settings);
    const accounts = new Set(queue.events.map((event) => event.accountId));
    expect(accounts.has(null)).toBe(false);
    const { read, refused } = summary.rows;
    expect({ read, refused, customers: summary.customers, accounts: accounts.size }).toEqual(counts);
    expect(new Set(queue.events.map((event) => `${event.userId}/${event.id}`)).size).toBe(read - refused);
  });
});
