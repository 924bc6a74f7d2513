import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { ClockMode } from '#contracts/clock-mode.ts';
import { noCustomerTraits } from '#contracts/customer-traits.ts';
import type { ProfileRecord } from '#contracts/profile-record.ts';
import type { Run } from '#contracts/run.ts';
import { advanceProfile } from '#domain/profile/advance-profile.ts';
import { transitionsOf } from '#domain/profile/transitions-of.ts';
import type { CustomerFile } from '#infra/command-line/customer/explain-customer.ts';
import { retention } from '#retention/retention.ts';

export const day = 86_400_000;
export const asOfMs = Date.UTC(1998, 6, 1) - 1;

export const purchase = (id: string, timeMs: number, total: number): CanonicalEvent => ({
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

export function profileAfter(events: CanonicalEvent[], clock: ClockMode, nowMs: number): ProfileRecord {
  const input = {
    tenant: 'shop',
    customerId: 'ann',
    record: null,
    pages: null,
    absorbed: [],
    told: null,
    population: null,
    correlationIds: new Map(),
  };
  const result = advanceProfile(retention, { ...input, events, clock, nowMs, correlationId: 'import/test' });
  if (result.record === null) throw new Error('there is no record');
  return result.record;
}

export const events = [purchase('e1', Date.UTC(1997, 0, 1), 250), purchase('e2', Date.UTC(1998, 5, 1, 12), 11.77)];
export const replayed = profileAfter(events, { mode: 'replay', asOfMs }, Date.UTC(2026, 0, 1));
export const live = profileAfter(events, { mode: 'live' }, asOfMs);

export const run: Run = {
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

export function fileOf(record: ProfileRecord): CustomerFile {
  const shared = { tenant: 'shop', customerId: 'ann', playbook: 'win-back', runId: run.id };
  return {
    record,
    joinedFrom: [],
    told: noCustomerTraits,
    transitions: transitionsOf(retention, record, null),
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
