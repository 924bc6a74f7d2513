import type * as z from 'zod';
import { announcementSchema } from '#contracts/announcement.ts';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import { clockModeSchema } from '#contracts/clock-mode.ts';
import { createTaskCommandSchema, sendEmailCommandSchema } from '#contracts/command.ts';
import { deliverySchema } from '#contracts/delivery.ts';
import { outcomeSchema } from '#contracts/outcome.ts';
import { eventIdPageSchema, joinedSchema, membershipSchema, profileRecordSchema } from '#contracts/profile-record.ts';
import { quarantinedEventSchema } from '#contracts/quarantine.ts';
import {
  eventBatchMessageSchema,
  profileWakeMessageSchema,
  profileWakesMessageSchema,
  runWakeMessageSchema,
} from '#contracts/queue-message.ts';
import { runSchema } from '#contracts/run.ts';
import { segmentDefinitionSchema, segmentRuleSchema } from '#contracts/segment-rule.ts';
import { sourceSchema } from '#contracts/source.ts';
import { taskSchema } from '#contracts/task.ts';
import { traitSchema } from '#contracts/trait.ts';
import { riskTransitionSchema, segmentTransitionSchema, whySchema } from '#contracts/transition.ts';
import { archiveExamples } from './archive-examples.ts';

const announcement = {
  mode: 'live',
  correlationId: 'r',
  cause: { kind: 'join', customerId: 'anonymous:x' },
  changes: [
    { kind: 'entered', segment: 'buyer', segmentVersion: 1, takenIn: null, leaf: null },
    {
      kind: 'exited',
      segment: 'quiet',
      segmentVersion: 2,
      takenIn: 'silently',
      leaf: { position: 0, before: 3.5, after: null },
    },
    { kind: 'held back', segment: 'rich', segmentVersion: 1, by: 'minimum stay' },
    { kind: 'risk', from: 'unknown', to: 'low', score: null },
  ],
};
const customer = { tenant: 'shop', customerId: 'ada' };
const rule = { op: 'compare', feature: 'orders', is: 'at least', threshold: 2 };
const why = {
  rule: 'number of orders is at least 2 times',
  values: { orders: 2, plan: 'pro', quietDays: null, isPaying: true },
  leaf: { sentence: 'number of orders is at least 2', unit: 'times', before: 1, after: 2 },
  cause: { kind: 'event', eventId: 'e1', eventName: 'Bought' },
};
const envelope = {
  ...customer,
  id: 'shop/ada/1/buyer',
  schemaVersion: 1,
  profileVersion: 1,
  occurredAt: '2026-06-01T00:00:00.000Z',
  correlationId: 'request-1',
  causationId: 'e1',
  mode: 'live',
  why,
};
const entered = { ...envelope, type: 'Segment Entered', segment: 'buyer', segmentVersion: 1 };
const command = {
  ...customer,
  schemaVersion: 1,
  id: 'shop/ada/win-back#1/0',
  playbook: 'win-back',
  runId: 'win-back#1',
  causationId: 'shop/ada/1/buyer',
  correlationId: 'request-1',
  issuedMs: 5,
  why: 'because',
};
const email = { ...command, kind: 'send email', template: 'hello', facts: { orders: 2, plan: 'pro', quietDays: null } };
const task = { title: 'Call', advice: 'Ask.', dueMs: 9, valueMinor: -100 };
const delivery = {
  ...customer,
  commandId: 'c1',
  playbook: 'win-back',
  runId: 'r1',
  template: 'hello',
  why: 'because',
  claimant: 'attempt-1',
  atMs: 5,
};

/** `defaults`: the members that older writers did not know. */
type Example = { readonly schema: z.ZodType; readonly value: object; readonly defaults?: readonly string[] };

/** For each contract one value as it is in life: everything that is refused is told from it by one change. */
export const canonicalExamples: Readonly<Record<string, Example>> = {
  ...archiveExamples,
  canonicalEventSchema: {
    schema: canonicalEventSchema,
    value: {
      tenant: 'shop',
      id: 'e1',
      type: 'track',
      name: 'Bought',
      userId: 'ada',
      anonymousId: null,
      accountId: null,
      timeMs: 1,
      receivedMs: 2,
      properties: { total: 5, items: [{ sku: 'a' }] },
      context: {},
    },
  },
  'clockModeSchema, live': { schema: clockModeSchema, value: { mode: 'live' } },
  'clockModeSchema, replay': { schema: clockModeSchema, value: { mode: 'replay', asOfMs: null } },
  sendEmailCommandSchema: { schema: sendEmailCommandSchema, value: email },
  createTaskCommandSchema: { schema: createTaskCommandSchema, value: { ...command, ...task, kind: 'create task' } },
  'deliverySchema, claimed': { schema: deliverySchema, value: { ...delivery, status: 'claimed' } },
  'deliverySchema, sent': { schema: deliverySchema, value: { ...delivery, status: 'sent', providerMessageId: 'm' } },
  'deliverySchema, withheld': {
    schema: deliverySchema,
    value: { ...delivery, status: 'withheld', reason: 'no consent' },
  },
  outcomeSchema: {
    schema: outcomeSchema,
    value: {
      ...customer,
      id: 'o',
      playbook: 'p',
      runId: 'r',
      arm: 'holdout',
      startedMs: 1,
      measuredMs: 2,
      succeeded: true,
      goal: 'g',
    },
  },
  profileRecordSchema: {
    schema: profileRecordSchema,
    value: {
      ...customer,
      version: 1,
      state: new Uint8Array([1, 0, 0]),
      recentEventIds: new Uint8Array(8),
      recentFromHistory: false,
      pagedIds: { kind: 'filter', bits: new Uint8Array(96) },
      memberships: { buyer: { sinceMs: 1, version: 1, enteredVersion: 1, heldBack: false } },
      judged: new Uint8Array([5]),
      relations: {
        members: { count: 3, inSegments: { buyer: 2 } },
        accounts: [{ accountId: 'acme', version: 4, segments: ['big'] }],
      },
      riskBand: 'low',
      judgedMs: 1,
      clock: 'live',
      wakeAtMs: null,
      joined: { into: 'bob', absorbed: false },
      outbox: announcement,
    },
  },
  announcementSchema: { schema: announcementSchema, value: announcement },
  eventIdPageSchema: {
    schema: eventIdPageSchema,
    value: { ...customer, version: 0, eventIds: new Uint8Array(128), expiresMs: 1 },
  },
  membershipSchema: { schema: membershipSchema, value: { sinceMs: 1, version: 1, enteredVersion: 0, heldBack: false } },
  joinedSchema: { schema: joinedSchema, value: { into: 'bob', absorbed: true } },
  quarantinedEventSchema: {
    schema: quarantinedEventSchema,
    value: { tenant: 'shop', id: 'q', reason: 'schema', detail: 'd', source: 's', receivedMs: 1, content: '{}' },
  },
  eventBatchMessageSchema: {
    schema: eventBatchMessageSchema,
    defaults: ['source'],
    value: {
      kind: 'events',
      schemaVersion: 1,
      source: 'web',
      tenant: 'shop',
      correlationId: 'r',
      clock: { mode: 'live' },
      events: [7],
    },
  },
  profileWakeMessageSchema: {
    schema: profileWakeMessageSchema,
    value: { ...customer, kind: 'wake profile', schemaVersion: 1, dueMs: 1 },
  },
  profileWakesMessageSchema: {
    schema: profileWakesMessageSchema,
    value: { tenant: 'shop', kind: 'wake profiles', schemaVersion: 1, customers: [{ customerId: 'ada', dueMs: 1 }] },
  },
  runWakeMessageSchema: {
    schema: runWakeMessageSchema,
    value: { ...customer, kind: 'wake run', schemaVersion: 1, runId: 'r', dueMs: 1 },
  },
  runSchema: {
    schema: runSchema,
    value: {
      ...customer,
      schemaVersion: 1,
      id: 'win-back#1',
      playbook: 'win-back',
      playbookVersion: 1,
      version: 1,
      arm: 'treated',
      startedMs: 1,
      transitionId: 't',
      correlationId: 'r',
      why: 'because',
      step: 0,
      status: 'running',
      ended: null,
      wakeAtMs: 1,
      outbox: [email],
    },
  },
  'segmentRuleSchema, a leaf': { schema: segmentRuleSchema, value: rule },
  'segmentRuleSchema, not': { schema: segmentRuleSchema, value: { op: 'not', rule } },
  'segmentRuleSchema, all': {
    schema: segmentRuleSchema,
    value: { op: 'all', of: [rule, { op: 'risk band', in: ['high'] }] },
  },
  'segmentRuleSchema, moments': {
    schema: segmentRuleSchema,
    value: { op: 'happened after', moment: 'last cart', than: 'first purchase' },
  },
  segmentDefinitionSchema: {
    schema: segmentDefinitionSchema,
    value: {
      name: 'buyer',
      version: 1,
      description: 'd',
      subject: 'customer',
      rule,
      staysWhile: { ...rule, threshold: 1 },
      minimumStay: { amount: 2, unit: 'days' },
      takeIn: 'silently',
      enabled: true,
    },
  },
  sourceSchema: {
    schema: sourceSchema,
    value: {
      tenant: 'shop',
      writeKeyHash: 'f'.repeat(64),
      keyId: 'f'.repeat(12),
      name: 'web',
      createdMs: 1,
      expiresMs: 2,
      revokedMs: null,
    },
  },
  taskSchema: {
    schema: taskSchema,
    value: { ...customer, ...task, id: 't', playbook: 'p', runId: 'r', why: 'w', createdMs: 1, status: 'open' },
  },
  traitSchema: { schema: traitSchema, value: { value: { any: ['json'] }, timeMs: 1, eventId: 'e' } },
  whySchema: { schema: whySchema, value: why, defaults: ['leaf'] },
  segmentTransitionSchema: { schema: segmentTransitionSchema, value: entered },
  riskTransitionSchema: {
    schema: riskTransitionSchema,
    value: { ...envelope, type: 'Churn Risk Changed', from: 'unknown', to: 'low', score: null },
  },
};
