import { describe, expect, test } from 'vitest';
import { createMemoryCustomerTable } from '#adapters/memory/memory-customer-table.ts';
import { createMemoryLedger } from '#adapters/memory/memory-ledger.ts';
import { createMemoryLedgerReader } from '#adapters/memory/memory-ledger-reader.ts';
import { createMemoryLedgerTable } from '#adapters/memory/memory-ledger-table.ts';
import { createMemoryProfileStore } from '#adapters/memory/memory-profile-store.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { Task } from '#contracts/task.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { freezeProfile } from '#domain/profile/join-profiles.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { createStoredConsoleSource } from '#infra/local/console-server/stored-console-source.ts';
import { retention } from '#retention/retention.ts';

const dayMs = 86_400_000;
const nowMs = Date.UTC(2026, 2, 14);
const tenant = 'shop';
const counts = {
  events: 3,
  quarantined: 0,
  customers: 1,
  transitions: {},
  segments: { lost: 1 },
  emails: 0,
  openTasks: 1,
};

function purchase(customerId: string, daysAgo: number): CanonicalEvent {
  const timeMs = nowMs - daysAgo * dayMs;
  return {
    tenant,
    id: `${customerId}-${daysAgo}`,
    type: 'track',
    name: 'Order Completed',
    userId: customerId,
    anonymousId: null,
    accountId: null,
    timeMs,
    receivedMs: timeMs,
    properties: { total: 200 },
    context: {},
  };
}

function task(customerId: string, valueMinor: number): Task {
  return {
    id: `task-${customerId}`,
    tenant,
    customerId,
    playbook: 'save-high-value',
    runId: 'run',
    title: 'Call',
    advice: 'Ask',
    why: 'churn risk is high',
    createdMs: nowMs - dayMs,
    dueMs: nowMs + dayMs,
    valueMinor,
    status: 'open',
  };
}

async function shop() {
  const customers = createMemoryCustomerTable();
  const entries = createMemoryLedgerTable();
  const profiles = createMemoryProfileStore(customers);
  const ledger = createMemoryLedger(entries);
  /** Takes purchases in as the profile function would, judged at `judgedMs`. */
  const add = async (customerId: string, daysAgo: number[], judgedMs = nowMs): Promise<void> => {
    const { record } = advanceProfile(retention, {
      tenant,
      customerId,
      record: null,
      pages: null,
      absorbed: [],
      told: null,
      population: null,
      events: daysAgo.map((days) => purchase(customerId, days)),
      clock: { mode: 'live' },
      nowMs: judgedMs,
      correlationId: 'c',
      correlationIds: new Map(),
    });
    if (record === null) throw new Error('Cannot make the profile');
    await profiles.put(record);
    await ledger.recordTransitions(transitionsOf(retention, record, null));
  };
  const mails = [1, 2].map((number) => {
    return {
      id: `mail-${number}`,
      to: 'a@example.com',
      subject: `Mail ${number}`,
      html: `<p>${number}</p>`,
      sentMs: nowMs,
    };
  });
  const source = createStoredConsoleSource({
    tenant,
    definitions: retention,
    ledger: createMemoryLedgerReader(entries),
    profiles,
    mails: () => mails,
    counts: () => counts,
    phase: () => 'testing',
    nowMs: () => nowMs,
  });
  return { source, ledger, profiles, add };
}

describe('createStoredConsoleSource', () => {
  test('createStoredConsoleSource shows the most valuable task first, with who, why and since when', async () => {
    const { source, ledger, profiles, add } = await shop();
    await add('ada', [85, 80, 75]);
    await add('bob', [2]);
    await profiles.putTraits(tenant, 'ada', {
      ...noCustomerTraits,
      version: 1,
      traits: { firstName: { value: '<b>Ada</b>', timeMs: nowMs, eventId: 'e' } },
    });
    await ledger.createTask(task('bob', 20_000));
    await ledger.createTask(task('ada', 60_000));
    const inbox = await source.inbox();
    expect(inbox.isCut).toBe(false);
    expect(inbox.entries.map(({ customerId, name, isOver }) => ({ customerId, name, isOver }))).toEqual([
      { customerId: 'ada', name: '<b>Ada</b>', isOver: false },
      { customerId: 'bob', name: null, isOver: true },
    ]);
    expect(inbox.entries[0]?.why).toEqual([
      expect.stringMatching(/^Last seen 75 days ago; usually comes about every 1\d days\.$/),
      'Ordered 3 times for 600.00, last 75 days ago.',
    ]);
    expect(inbox.entries[0]?.sinceMs).toBe(nowMs);
    expect(inbox.entries[1]?.sinceMs).toBe(nowMs - dayMs);
  });

  test('createStoredConsoleSource says that there are more tasks than it shows', async () => {
    const { source, ledger } = await shop();
    for (let number = 0; number < 51; number += 1) await ledger.createTask(task(`customer-${number}`, number));
    const inbox = await source.inbox();
    expect([inbox.entries.length, inbox.isCut]).toEqual([50, true]);
  });

  test('createStoredConsoleSource tells what is known of a customer and what happened, the newest first', async () => {
    const { source, ledger, add } = await shop();
    await add('ada', [85, 80, 75]);
    await ledger.createTask(task('ada', 60_000));
    const page = await source.customer('ada');
    expect(page?.risk.band).toBe('high');
    expect(page?.segments.map(({ name }) => name)).toContain('high-value');
    expect(page?.history.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Churn risk changed from unknown to high', 'Entered at-risk', 'Task: Call']),
    );
    const times = page?.history.map(({ atMs }) => atMs) ?? [];
    expect(times).toEqual(times.toSorted((a, b) => b - a));
    expect(await source.customer('nobody')).toBeNull();
  });

  test('createStoredConsoleSource says of a visitor who has become part of a user whom, and not that they came back', async () => {
    const { source, ledger, profiles, add } = await shop();
    await add('ada', [2]);
    const visitor = { tenant, customerId: 'anonymous:x', record: null, into: 'ada', correlationId: 'c' };
    await profiles.put(freezeProfile({ ...visitor, mode: 'live', nowMs }));
    await profiles.putJoin(tenant, 'ada', 'anonymous:x', nowMs);
    await ledger.createTask(task('anonymous:x', 20_000));
    const page = await source.customer('anonymous:x');
    expect(page).toMatchObject({ joinedInto: 'ada', joinedFrom: [], segments: [], why: [] });
    expect(await source.customer('ada')).toMatchObject({ joinedInto: null, joinedFrom: ['anonymous:x'] });
    expect((await source.inbox()).entries).toMatchObject([{ joinedInto: 'ada', isOver: false }]);
  });

  test('createStoredConsoleSource shows every segment and playbook, also those without anybody', async () => {
    const { source } = await shop();
    const overview = await source.overview();
    expect(overview.segments.map(({ name, members }) => [name, members])).toContainEqual(['lost', 1]);
    expect(overview.segments).toHaveLength(retention.segmentsOf.customer.length);
    expect(overview.playbooks[0]).toMatchObject({
      playbook: 'win-back',
      goal: 'activity within 14 days',
      uplift: null,
    });
    expect(overview.playbooks[0]?.verdict).toMatch(/^Too early to say/);
  });

  test('createStoredConsoleSource lists mails from the newest, and finds one by its id', async () => {
    const { source } = await shop();
    expect((await source.mails()).mails.map(({ id }) => id)).toEqual(['mail-2', 'mail-1']);
    expect(await source.mailHtml('mail-1')).toBe('<p>1</p>');
    expect(await source.mailHtml('mail-3')).toBeNull();
  });
});
