import { describe, expect, test } from 'vitest';
import { itemBytes } from '#adapters/aws/item-size.ts';
import { profileItem } from '#adapters/aws/profile-item.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Run } from '#contracts/run.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { absorbedProfile, freezeProfile } from '#domain/profile/join-profiles.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import { type CustomerFile, explainCustomer } from '#infra/command-line/customer/explain-customer.ts';
import { readCustomerFile } from '#infra/command-line/customer/read-customer-file.ts';
import { renderExplanation } from '#infra/command-line/customer/render-explanation.ts';
import { rfmOf } from '#infra/command-line/customer/rfm-of.ts';
import { maximumJoins } from '#ports/profile-store.ts';
import { retention } from '#retention/retention.ts';

const day = 86_400_000;
const asOfMs = Date.UTC(1998, 6, 1) - 1;

const purchase = (id: string, timeMs: number, total: number): CanonicalEvent => ({
  tenant: 'shop',
  id,
  type: 'track',
  name: 'Order Completed',
  userId: 'ann',
  anonymousId: null,
  accountId: null,
  timeMs,
  receivedMs: asOfMs,
  properties: { total },
  context: {},
});

function profileAfter(events: CanonicalEvent[], clock: ClockMode, nowMs: number): ProfileRecord {
  const input = {
    tenant: 'shop',
    customerId: 'ann',
    record: null,
    pages: null,
    absorbed: [],
    correlationIds: new Map(),
  };
  const result = advanceProfile(retention, { ...input, events, clock, nowMs, correlationId: 'import/test' });
  if (result.record === null) throw new Error('there is no record');
  return result.record;
}

const events = [purchase('e1', Date.UTC(1997, 0, 1), 250), purchase('e2', Date.UTC(1998, 5, 1, 12), 11.77)];
const replayed = profileAfter(events, { mode: 'replay', asOfMs }, Date.UTC(2026, 0, 1));
const live = profileAfter(events, { mode: 'live' }, asOfMs);

const run: Run = {
  schemaVersion: 1,
  id: 'win-back#000000000001',
  tenant: 'shop',
  customerId: 'ann',
  playbook: 'win-back',
  playbookVersion: 1,
  version: 2,
  arm: 'holdout',
  startedMs: asOfMs,
  transitionId: 't',
  correlationId: 'c',

  why: 'no activity',
  step: 0,
  status: 'measuring',
  ended: 'held out',
  wakeAtMs: asOfMs + 14 * day,
  outbox: [],
};

function fileOf(record: ProfileRecord): CustomerFile {
  const shared = { tenant: 'shop', customerId: 'ann', playbook: 'win-back', runId: run.id };
  return {
    record,
    joinedFrom: [],
    transitions: transitionsOf(retention, record),
    runs: [run],
    deliveries: [
      {
        ...shared,
        commandId: 'c1',
        claimant: 'a',
        template: 'win-back',
        why: 'w',
        status: 'withheld',
        atMs: asOfMs,
        reason: 'no address',
      },
    ],
    tasks: [
      {
        ...shared,
        id: 't1',
        title: 'Call Ann',
        advice: 'a',
        why: 'w',
        createdMs: asOfMs,
        dueMs: asOfMs + day,
        valueMinor: 1,
        status: 'open',
      },
    ],
    outcomes: [
      {
        ...shared,
        id: 'o1',
        arm: 'holdout',
        startedMs: 1,
        measuredMs: asOfMs,
        succeeded: false,
        goal: 'activity within 14 days',
      },
    ],
  };
}

describe('explainCustomer', () => {
  test('explainCustomer looks at a customer of history as of the replayed time', () => {
    const found = explainCustomer(retention, fileOf(replayed), Date.UTC(2026, 0, 1));
    expect(found).toMatchObject({ clock: 'replay', at: '1998-06-30T23:59:59.999Z', nextLook: null });
    const feature = (name: string) => found.features.find((one) => one.name === name)?.value;
    expect(feature('recencyDays')).toBeCloseTo(29.5, 6);
    expect(feature('frequency')).toBe(2);
    expect(feature('monetaryValue')).toBe(261.77);
    expect(found.segments.map((one) => one.name).sort()).toEqual(Object.keys(replayed.memberships).sort());
    expect(found.state.totals).toContainEqual({
      meaning: 'purchase',
      count: 2,
      first: '1997-01-01T00:00:00.000Z',
      last: '1998-06-01T12:00:00.000Z',
      money: 261.77,
    });
  });

  test('explainCustomer looks at a live customer as of now, and shows a band that has moved since', () => {
    const found = explainCustomer(retention, fileOf(live), asOfMs + 400 * day);
    expect(found.at).toBe(new Date(asOfMs + 400 * day).toISOString());
    expect(found.risk).toMatchObject({ band: 'high', storedBand: live.riskBand, judgedBy: 'starter rule 1' });
    expect(explainCustomer(retention, fileOf(live), 0).at).toBe(new Date(live.judgedMs).toISOString());
  });

  test('explainCustomer says how the profile lies in the store, and what it has counted', () => {
    const { stored, joinedInto } = explainCustomer(retention, fileOf(live), asOfMs);
    const bytes = itemBytes(profileItem(live));
    expect(stored).toEqual({ bytes, layout: 2, version: 1, events: 2, recentIds: 2, pagedIds: 'none' });
    expect(joinedInto).toBeNull();
  });

  test('explainCustomer says of an anonymous customer which one it has become part of', () => {
    const input = { tenant: 'shop', customerId: 'anonymous:x', record: live, into: 'ann', correlationId: 'c' };
    const frozen = freezeProfile({ ...input, mode: 'live', nowMs: asOfMs });
    const found = explainCustomer(retention, fileOf(absorbedProfile(frozen)), asOfMs);
    expect(found).toMatchObject({ joinedInto: 'ann', segments: [], stored: { events: 0, recentIds: 2 } });
    const text = renderExplanation(found);
    expect(text).toContain('ann: its events count there');
    expect(text.split('\n')[1]).toBe('  has become part of ann; see: holdfast why ann');
    expect(text).not.toMatch(/looked at next|Churn risk|Segments|Features|All events|Days/);
  });

  test('explainCustomer says of a user which visitors have become part of it', () => {
    const joinedFrom = ['anonymous:x', 'anonymous:y'];
    const found = explainCustomer(retention, { ...fileOf(live), joinedFrom }, asOfMs);
    expect(found.joinedFrom).toEqual(joinedFrom);
    expect(renderExplanation(found)).toContain('anonymous:x, anonymous:y: their events count here');
    expect(renderExplanation(explainCustomer(retention, fileOf(live), asOfMs))).not.toContain('joined from');
  });

  test('explainCustomer keeps a segment that is no longer declared, and says so', () => {
    const record = { ...live, memberships: { bygone: { sinceMs: 1, version: 1, enteredVersion: 1 } } };
    expect(explainCustomer(retention, fileOf(record), asOfMs).segments).toEqual([
      { name: 'bygone', since: '1970-01-01T00:00:00.001Z', version: 1, rule: 'no longer declared' },
    ]);
  });
});

describe('renderExplanation', () => {
  test('renderExplanation tells state, score, segments, reasons and what was done', () => {
    const text = renderExplanation(explainCustomer(retention, fileOf(replayed), asOfMs));
    for (const part of [
      'Customer ann of shop, as of 1998-06-30 23:59 UTC',
      'only history so far: judged under its own time, not woken, and not contacted',
      'a rule, not a trained model, and no probability',
      'slipping-away',
      'time since the last activity is at least 14 days',
      'monetaryValue',
      '261.77',
      'entered slipping-away  (replay)',
      'because time since the last activity is at least 14 days: recencyDays 29.5',
      'by Order Completed (e2)',
      'layout 2, version 1',
      '2 in the item, no page',
      'held out: gets nothing, and is watched the same',
      'no address',
      'Call Ann',
      'not reached',
      '1998-06-01  activities 1  purchases 1  money 11.77',
    ]) {
      expect(text).toContain(part);
    }
    expect(text.split('\n').every((line) => line === line.trimEnd())).toBe(true);
  });

  test('renderExplanation says that the rule of a segment which was left holds no longer', () => {
    const outbox: ProfileRecord['outbox'] = {
      mode: 'live',
      correlationId: 'c',
      cause: { kind: 'time' },
      changes: [{ kind: 'exited', segment: 'slipping-away', segmentVersion: 1 }],
    };
    const text = renderExplanation(explainCustomer(retention, fileOf({ ...live, outbox }), asOfMs));
    expect(text).toContain(
      'left slipping-away\n      because it is no longer so that time since the last activity is at least 14 days',
    );
  });

  test('renderExplanation does not deny that a visitor has become part of a user', () => {
    const outbox: ProfileRecord['outbox'] = {
      mode: 'live',
      correlationId: 'c',
      cause: { kind: 'join', customerId: 'ada' },
      changes: [{ kind: 'exited', segment: 'new', segmentVersion: 1 }],
    };
    const joined = { into: 'ada', absorbed: true };
    const frozen = { ...live, customerId: 'anonymous:x', joined, outbox };
    const text = renderExplanation(explainCustomer(retention, fileOf(frozen), asOfMs));
    expect(text).toContain('left new\n      because the visitor has become part of ada\n');
  });

  test('renderExplanation says when a live customer is looked at next, and that nothing is claimed without activity', () => {
    const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), runs: [] }, asOfMs));
    expect(text).toMatch(/looked at next {2}\d{4}-\d\d-\d\d \d\d:\d\d/);
    expect(text).toContain('none has begun for this customer');
    const identified: CanonicalEvent = { ...purchase('i1', asOfMs, 0), type: 'identify', name: 'identify' };
    const silent = profileAfter([identified], { mode: 'live' }, asOfMs);
    expect(renderExplanation(explainCustomer(retention, fileOf(silent), asOfMs))).toContain('unknown: no activity yet');
  });
});

test.each([
  [5, 'v3, v4: their events count here'],
  [7, 'v4 and 2 more: their'],
  [maximumJoins, 'v4 and at least 95 more: their'],
])('renderExplanation shows five of %i visitors, and says how many others there are', (count, shown) => {
  const joinedFrom = Array.from({ length: count }, (_, index) => `v${index}`);
  const text = renderExplanation(explainCustomer(retention, { ...fileOf(live), joinedFrom }, asOfMs));
  expect(text).toContain(shown);
});

test('rfmOf takes returns off the money, and knows nothing of who never bought', () => {
  const refund: CanonicalEvent = { ...purchase('r1', asOfMs, 61.77), name: 'Order Refunded' };
  const record = profileAfter([...events, refund], { mode: 'replay', asOfMs }, asOfMs);
  const found = rfmOf(record, Date.UTC(2026, 0, 1));
  expect(found).toMatchObject({ frequency: 2, monetary: 200 });
  expect(found?.recencyDays).toBeCloseTo(29.5, 6);
  expect(rfmOf(profileAfter([refund], { mode: 'live' }, asOfMs), asOfMs)).toBeNull();
});

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
