import { describe, expect, test } from 'vitest';
import type { DeliveryPayload } from '#infra/local/events/delivery.ts';
import { parseScheduleProperties } from '#infra/local/scheduler/schedule-properties.ts';
import { createSchedules, type ScheduleDefinition } from '#infra/local/scheduler/schedules.ts';

const startMs = Date.UTC(2026, 0, 31, 12, 0, 0);
const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:wake';
const deadArn = 'arn:aws:sqs:us-east-1:000000000000:dead';
const arn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/default/Wake';

const definition = (more: Partial<ScheduleDefinition> = {}): ScheduleDefinition => ({
  service: 'aws.scheduler',
  name: 'Wake',
  arn,
  expression: 'rate(1 minute)',
  timeZone: 'UTC',
  state: 'ENABLED',
  target: { arn: functionArn, messageGroupId: null },
  input: { kind: 'event' },
  retry: { maximumRetryAttempts: 2, maximumEventAgeSeconds: 60 },
  deadLetterArn: deadArn,
  ...more,
});

function createFixture(fails: (targetArn: string) => boolean = () => false) {
  const clock = { nowMs: startMs };
  const invoked: ({ arn: string } & DeliveryPayload)[] = [];
  const errors: string[] = [];
  const schedules = createSchedules({
    nowMs: () => clock.nowMs,
    log: { error: (message) => errors.push(message) },
    retryClock: { waitMs: async () => {}, elapsedMs: () => 0 },
    invoke: async (target, payload) => {
      invoked.push({ arn: target.arn, ...payload });
      if (fails(target.arn)) throw new TypeError('no answer');
    },
  });
  return { clock, invoked, errors, schedules };
}

describe('createSchedules', () => {
  test('createSchedules fires a rate at once and then each interval', async () => {
    const { clock, invoked, schedules } = createFixture();
    schedules.add(definition());
    expect(schedules.nextDueMs()).toBe(startMs);
    expect(await schedules.fireDue()).toBe(1);
    expect(await schedules.fireDue()).toBe(0);
    clock.nowMs += 59_999;
    expect(await schedules.fireDue()).toBe(0);
    clock.nowMs += 1;
    expect(await schedules.fireDue()).toBe(1);
    expect(invoked).toHaveLength(2);
  });

  test('createSchedules coalesces occurrences that were missed into one firing and keeps the phase', async () => {
    const { clock, invoked, schedules } = createFixture();
    schedules.add(definition({ input: { kind: 'constant', json: '"<aws.scheduler.scheduled-time>"' } }));
    await schedules.fireDue();
    clock.nowMs += 10 * 86_400_000 + 30_500;
    expect(await schedules.fireDue()).toBe(1);
    expect(invoked.map(({ body }) => body)).toEqual(['"2026-01-31T12:00:00Z"', '"2026-01-31T12:01:00Z"']);
    expect(schedules.nextDueMs()).toBe(startMs + 10 * 86_400_000 + 60_000);
  });

  test('createSchedules never fires a schedule that is disabled, or whose time is over', async () => {
    const { clock, schedules } = createFixture();
    schedules.add(definition({ state: 'DISABLED' }));
    schedules.add(definition({ expression: 'at(2026-01-31T11:00:00)' }));
    clock.nowMs += 86_400_000;
    expect(await schedules.fireDue()).toBe(0);
    expect(schedules.nextDueMs()).toBeNull();
  });

  test('createSchedules fires at() once', async () => {
    const { clock, schedules } = createFixture();
    schedules.add(definition({ expression: 'at(2026-01-31T13:00:00)', timeZone: 'Europe/Berlin' }));
    schedules.add(definition({ expression: 'at(2026-01-31T14:00:00)', timeZone: 'Europe/Berlin' }));
    clock.nowMs += 7_200_000;
    expect([await schedules.fireDue(), await schedules.fireDue()]).toEqual([1, 0]);
  });

  test('createSchedules gives a target without input the event of Scheduler', async () => {
    const { invoked, schedules } = createFixture();
    schedules.add(definition());
    await schedules.fireDue();
    expect(JSON.parse(invoked[0]?.body ?? '')).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.scheduler',
      account: '000000000000',
      time: '2026-01-31T12:00:00Z',
      region: 'us-east-1',
      resources: [arn],
      detail: '{}',
    });
  });

  test('createSchedules fills the context attributes, each attempt with its number', async () => {
    const { invoked, schedules } = createFixture((target) => target === functionArn);
    const json =
      '{"arn":"<aws.scheduler.schedule-arn>","id":"<aws.scheduler.execution-id>","n":<aws.scheduler.attempt-number>}';
    schedules.add(definition({ input: { kind: 'constant', json } }));
    await schedules.fireDue();
    const bodies = invoked.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ n }) => n)).toEqual([1, 2, 3, 3]);
    expect(bodies[0]).toMatchObject({ arn, id: expect.stringMatching(/^[0-9a-f]{16}$/) });
  });

  test('createSchedules puts a firing that keeps failing into the dead-letter queue', async () => {
    const { invoked, errors, schedules } = createFixture((target) => target === functionArn);
    schedules.add(definition());
    expect(await schedules.fireDue()).toBe(1);
    expect(invoked.map((each) => each.arn)).toEqual([functionArn, functionArn, functionArn, deadArn]);
    expect(invoked[3]?.messageAttributes).toEqual({
      SCHEDULE_ARN: arn,
      TARGET_ARN: functionArn,
      ERROR_CODE: 'TypeError',
      ERROR_MESSAGE: 'no answer',
      EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
      RETRY_ATTEMPTS: '2',
      EXECUTION_ID: expect.any(String),
      SCHEDULED_TIME: '2026-01-31T12:00:00Z',
      IS_PAYLOAD_TRUNCATED: 'false',
    });
    expect(errors).toEqual([]);
  });

  test('createSchedules logs a firing that it can keep nowhere, and goes on', async () => {
    const { clock, errors, schedules } = createFixture(() => true);
    schedules.add(definition({ deadLetterArn: null }));
    await schedules.fireDue();
    expect(errors).toEqual([`Cannot deliver to ${functionArn}: dropped, it has no dead-letter queue`]);
    clock.nowMs += 60_000;
    expect(await schedules.fireDue()).toBe(1);
  });

  test('createSchedules does not fire a schedule again while its last firing is under way', async () => {
    let release = () => {};
    const clock = { nowMs: startMs };
    const schedules = createSchedules({
      nowMs: () => clock.nowMs,
      log: { error: () => {} },
      invoke: () =>
        new Promise((resolve) => {
          release = resolve;
        }),
    });
    schedules.add(definition());
    const first = schedules.fireDue();
    clock.nowMs += 60_000;
    expect(await schedules.fireDue()).toBe(0);
    release();
    expect(await first).toBe(1);
    const second = schedules.fireDue();
    release();
    expect(await second).toBe(1);
  });

  test('createSchedules serves rules of EventBridge: first after one interval, with their event and inputs', async () => {
    const { clock, invoked, schedules } = createFixture((target) => target === functionArn);
    const rule = {
      service: 'aws.events',
      name: 'tick',
      arn: 'arn:aws:events:us-east-1:000000000000:rule/tick',
    } as const;
    const input = { kind: 'template', paths: { at: '$.time' }, template: '{"at": <at>}' } as const;
    schedules.add(definition({ ...rule, input }));
    expect(await schedules.fireDue()).toBe(0);
    clock.nowMs += 60_000;
    await schedules.fireDue();
    expect(invoked[0]?.body).toBe('{"at":"2026-01-31T12:01:00Z"}');
    const dead = invoked.at(-1);
    expect(JSON.parse(dead?.body ?? '')).toMatchObject({ source: 'aws.events', detail: {}, resources: [rule.arn] });
    expect(dead?.messageAttributes).toMatchObject({ RULE_ARN: rule.arn, TARGET_ARN: functionArn });
  });

  test.each<[string, Partial<ScheduleDefinition>, string]>([
    [
      'at() for a rule',
      { service: 'aws.events', expression: 'at(2030-01-01T00:00:00)' },
      'it takes rate and cron in UTC',
    ],
    ['a time zone for a rule', { service: 'aws.events', timeZone: 'Asia/Tokyo' }, 'it takes rate and cron in UTC'],
    ['a path as input of Scheduler', { input: { kind: 'path', path: '$' } }, 'Scheduler knows no input of kind path'],
    [
      'a wrong expression even when disabled',
      { expression: 'rate()', state: 'DISABLED' },
      'Cannot read schedule expression',
    ],
  ])('createSchedules refuses %s', (_name, more, message) => {
    expect(() => createFixture().schedules.add(definition(more))).toThrow(message);
  });
});

describe('parseScheduleProperties', () => {
  const properties = {
    ScheduleExpression: 'rate(1 minute)',
    FlexibleTimeWindow: { Mode: 'OFF' },
    Target: {
      Arn: functionArn,
      RoleArn: 'role',
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: deadArn },
    },
  };

  test('parseScheduleProperties reads AWS::Scheduler::Schedule', () => {
    const retry = { maximumRetryAttempts: 2, maximumEventAgeSeconds: 86_400 };
    expect(parseScheduleProperties(properties, { name: 'Wake', arn })).toEqual(definition({ retry }));
  });

  test('parseScheduleProperties names a property that it does not know', () => {
    const read = () => parseScheduleProperties({ ...properties, StartDate: 'x' }, { name: 'Wake', arn });
    expect(read).toThrow(/Cannot read schedule Wake: .*StartDate/);
  });
});
