import type { DeliveryPayload, RetryClock } from '#infra/local/events/delivery.ts';
import { createEventBuses, type EventBusesOptions } from '#infra/local/events/event-buses.ts';
import { parseRuleTarget } from '#infra/local/events/rule-target.ts';

export type Delivered = { readonly arn: string } & DeliveryPayload;

export const atMs = Date.UTC(2026, 0, 31, 12, 0, 0, 250);
export const queueArn = 'arn:aws:sqs:us-east-1:000000000000:queue';
export const deadArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
export const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/holdfast/live';

/** A clock of retries that never waits and remembers what it was asked. */
export function createRetryClock(): RetryClock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    waitMs: async (durationMs) => {
      waits.push(durationMs);
    },
    elapsedMs: () => waits.reduce((sum, wait) => sum + wait, 0),
  };
}

/** Buses with one bus `holdfast`, that record deliveries and errors. `fails` decides which deliveries throw. */
export function createBusFixture(fails: (arn: string) => boolean = () => false, more: Partial<EventBusesOptions> = {}) {
  const delivered: Delivered[] = [];
  const errors: { message: string; details: Readonly<Record<string, unknown>> }[] = [];
  const attempts: string[] = [];
  const retryClock = createRetryClock();
  const buses = createEventBuses({
    nowMs: () => atMs,
    accountId: '000000000000',
    region: 'us-east-1',
    retryClock,
    log: { error: (message, details) => errors.push({ message, details }) },
    deliver: async ({ arn }, payload) => {
      attempts.push(arn);
      if (fails(arn)) throw new Error(`no answer from ${arn}`);
      delivered.push({ arn, ...payload });
    },
    ...more,
  });
  buses.addBus({ name: 'holdfast', arn: 'arn:aws:events:us-east-1:000000000000:event-bus/holdfast' });
  return { buses, delivered, errors, attempts, retryClock };
}

export const queueTarget = (more: Readonly<Record<string, unknown>> = {}) =>
  parseRuleTarget({ Id: 'Target0', Arn: queueArn, ...more }, 'rule live');

export const liveRule = {
  name: 'live',
  arn: ruleArn,
  busName: 'holdfast',
  state: 'ENABLED',
  eventPattern: { source: ['holdfast'], detail: { mode: ['live'] } },
} as const;

export const liveEntry = {
  EventBusName: 'holdfast',
  Source: 'holdfast',
  DetailType: 'Segment Entered',
  Detail: '{"mode":"live"}',
};
