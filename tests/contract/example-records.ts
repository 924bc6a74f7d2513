import { randomUUID } from 'node:crypto';
import type { Announcement } from '#contracts/announcement.ts';
import type { SendEmailCommand } from '#contracts/command.ts';
import type { Delivery } from '#contracts/delivery.ts';
import type { Outcome } from '#contracts/outcome.ts';
import type { EventIdPage, ProfileRecord } from '#contracts/profile-record.ts';
import type { QuarantinedEvent } from '#contracts/quarantine.ts';
import { noRelations } from '#contracts/relations.ts';
import type { Run } from '#contracts/run.ts';
import type { Task } from '#contracts/task.ts';
import type { SegmentTransition } from '#contracts/transition.ts';
import { noNumbers } from '#domain/segments/number-set.ts';

/** A moment that tests count from: 2026-03-01T12:00:00Z. */
export const startMs = Date.UTC(2026, 2, 1, 12);

type Customer = { readonly tenant: string; readonly customerId: string };

/** A customer whom no other test knows. */
export function newCustomer(): Customer {
  return { tenant: 'shop', customerId: `customer ${randomUUID()}` };
}

/** A tenant that no other test knows. */
export function newTenant(): string {
  return `tenant-${randomUUID()}`;
}

export function exampleTransition(customer: Customer, profileVersion = 1, segment = 'lost'): SegmentTransition {
  return {
    ...customer,
    id: `${customer.tenant}/${customer.customerId}/${profileVersion}/${segment}`,
    schemaVersion: 1,
    profileVersion,
    occurredAt: new Date(startMs + profileVersion).toISOString(),
    correlationId: 'request-1',
    causationId: 'event-1',
    mode: 'live',
    why: {
      rule: 'time since the last activity is at least 90 days',
      values: { days: 91.5 },
      leaf: null,
      cause: { kind: 'time' },
    },
    type: 'Segment Entered',
    segment,
    segmentVersion: 1,
  };
}

/** What a write that ended a stay in a segment has to tell. */
export function exampleAnnouncement(segment = 'lost'): Announcement {
  const changes = [{ kind: 'exited' as const, segment, segmentVersion: 1, takenIn: null, leaf: null }];
  return { mode: 'live', correlationId: 'request-1', cause: { kind: 'time' }, changes };
}

export function exampleProfile(customer: Customer, more: Partial<ProfileRecord> = {}): ProfileRecord {
  return {
    ...customer,
    version: 1,
    state: Uint8Array.of(1, 0, 0, 255),
    recentEventIds: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
    recentFromHistory: false,
    pagedIds: { kind: 'none' },
    memberships: { active: { sinceMs: startMs, version: 1, enteredVersion: 1, heldBack: false } },
    judged: noNumbers,
    relations: noRelations,
    riskBand: 'low',
    judgedMs: startMs,
    clock: 'live',
    wakeAtMs: null,
    joined: null,
    outbox: null,
    ...more,
  };
}

/** A page of one event id; which, follows from the version. Expiries are kept to the second. */
export function examplePage(customer: Customer, version: number, more: Partial<EventIdPage> = {}): EventIdPage {
  const eventIds = new Uint8Array(8).fill(version % 256);
  return { ...customer, version, eventIds, expiresMs: startMs + version * 1_000, ...more };
}

export function exampleCommand(customer: Customer, runId = 'win-back#000000000001'): SendEmailCommand {
  return {
    ...customer,
    kind: 'send email',
    schemaVersion: 1,
    id: `${customer.tenant}/${customer.customerId}/${runId}/0`,
    playbook: 'win-back',
    runId,
    causationId: 'transition-1',
    correlationId: 'request-1',
    issuedMs: startMs,
    why: 'no activity for 14 days',
    template: 'win-back',
    facts: { recencyDays: 14.5, name: null },
  };
}

export function exampleRun(customer: Customer, more: Partial<Run> = {}): Run {
  return {
    ...customer,
    schemaVersion: 1,
    id: 'win-back#000000000001',
    playbook: 'win-back',
    playbookVersion: 1,
    version: 1,
    arm: 'treated',
    startedMs: startMs,
    transitionId: 'transition-1',
    correlationId: 'request-1',
    why: 'no activity for 14 days',
    step: 1,
    status: 'measuring',
    ended: 'all steps taken',
    wakeAtMs: null,
    outbox: [],
    ...more,
  };
}

export function exampleDelivery(customer: Customer, runId: string, atMs = startMs): Delivery & { status: 'claimed' } {
  const { id: commandId, playbook, template, why } = exampleCommand(customer, runId);
  return { ...customer, commandId, playbook, runId, template, why, claimant: 'a', status: 'claimed', atMs };
}

export function exampleTask(customer: Customer, more: Partial<Task> = {}): Task {
  return {
    ...customer,
    id: `task ${randomUUID()}`,
    playbook: 'save-high-value',
    runId: 'save-high-value#000000000001',
    title: 'Call',
    advice: 'Ask what changed',
    why: 'churn risk is high',
    createdMs: startMs,
    dueMs: startMs + 1,
    valueMinor: 25_000,
    status: 'open',
    ...more,
  };
}

export function exampleOutcome(customer: Customer, more: Partial<Outcome> = {}): Outcome {
  return {
    ...customer,
    id: `outcome ${randomUUID()}`,
    playbook: 'win-back',
    runId: 'win-back#000000000001',
    arm: 'holdout',
    startedMs: startMs,
    measuredMs: startMs + 1,
    succeeded: false,
    goal: 'activity within 14 days',
    ...more,
  };
}

export function exampleQuarantined(tenant: string, more: Partial<QuarantinedEvent> = {}): QuarantinedEvent {
  return {
    tenant,
    id: randomUUID(),
    reason: 'schema',
    detail: 'name: too short',
    source: 'web',
    receivedMs: startMs,
    content: '{"name":""}',
    ...more,
  };
}
