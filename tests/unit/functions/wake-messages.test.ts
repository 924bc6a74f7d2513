import { describe, expect, test } from 'vitest';
import { maximumCustomersPerWake, profileWakesMessageSchema } from '#contracts/queue-message.ts';
import { profileMessages, runMessages } from '#functions/wake/wake-messages.ts';
import { dueProfile } from './due-index.ts';

const run = { ...dueProfile('ada', 5), kind: 'run', runId: 'win-back#1' } as const;

describe('profileMessages', () => {
  test('profileMessages packs the customers of each tenant, those who are due first into the first', () => {
    const due = Array.from({ length: 240 }, (_, at) => dueProfile(`${at}`, at, at % 2 === 0 ? 'shop' : 'club'));
    const messages = profileMessages([...due, run]);
    expect(messages.map(({ tenant, customers }) => [tenant, customers.length, customers[0]?.dueMs])).toEqual([
      ['shop', 50, 0],
      ['club', 50, 1],
      ['shop', 50, 100],
      ['club', 50, 101],
      ['shop', 20, 200],
      ['club', 20, 201],
    ]);
    for (const message of messages) expect(profileWakesMessageSchema.parse(message)).toEqual(message);
    expect(new Set(messages.flatMap(({ customers }) => customers.map((one) => one.customerId))).size).toBe(240);
  });

  test('profileMessages stays within a message of SQS, whatever the ids are made of', () => {
    const due = Array.from({ length: maximumCustomersPerWake }, () =>
      dueProfile('\u0001'.repeat(200), 4_102_444_800_000),
    );
    expect(Buffer.byteLength(JSON.stringify(profileMessages(due)))).toBeLessThan(256 * 1024);
  });
});

describe('runMessages', () => {
  test('runMessages makes a message of each run, and of nothing else', () => {
    expect(runMessages([dueProfile('ada', 1), run])).toEqual([
      { kind: 'wake run', schemaVersion: 1, tenant: 'shop', customerId: 'ada', runId: 'win-back#1', dueMs: 5 },
    ]);
  });
});
