import { describe, expect, test } from 'vitest';
import type { AcceptedEvent } from '#infra/local/events/event-buses.ts';
import { createBusFixture, deadArn, liveEntry, liveRule, queueArn, queueTarget, ruleArn } from './bus-fixture.ts';

describe('createEventBuses delivers', () => {
  test('createEventBuses wraps an entry into the envelope of EventBridge', async () => {
    const { buses, delivered } = createBusFixture();
    buses.addRule({ ...liveRule, targets: [queueTarget()] });
    const result = buses.putEvents([
      { ...liveEntry, Resources: ['arn:x'], Time: new Date('2020-02-03T04:05:06.789Z') },
    ]);
    await buses.idle();
    expect(result).toEqual({ FailedEntryCount: 0, Entries: [{ EventId: expect.stringMatching(/^[0-9a-f-]{36}$/) }] });
    expect(delivered).toHaveLength(1);
    expect(JSON.parse(delivered[0]?.body ?? '')).toEqual({
      version: '0',
      id: result.Entries.map((entry) => 'EventId' in entry && entry.EventId)[0],
      'detail-type': 'Segment Entered',
      source: 'holdfast',
      account: '000000000000',
      time: '2020-02-03T04:05:06Z',
      region: 'us-east-1',
      resources: ['arn:x'],
      detail: { mode: 'live' },
    });
  });

  test('createEventBuses takes the time of an entry without one from its clock', async () => {
    const { buses, delivered } = createBusFixture();
    buses.addRule({ ...liveRule, targets: [queueTarget({ InputPath: '$.time' })] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(delivered[0]?.body).toBe('"2026-01-31T12:00:00Z"');
  });

  test('createEventBuses delivers to matching, enabled rules of the named bus only', async () => {
    const { buses, delivered } = createBusFixture();
    buses.addRule({ ...liveRule, targets: [queueTarget({ Arn: 'matching' }), queueTarget({ Arn: 'second' })] });
    buses.addRule({ ...liveRule, name: 'off', state: 'DISABLED', targets: [queueTarget({ Arn: 'off' })] });
    buses.addRule({ ...liveRule, name: 'other bus', busName: 'default', targets: [queueTarget({ Arn: 'default' })] });
    buses.addRule({ ...liveRule, eventPattern: { source: ['other'] }, targets: [queueTarget({ Arn: 'other' })] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(delivered.map(({ arn }) => arn)).toEqual(['matching', 'second']);
  });

  test('createEventBuses finds a bus by its ARN, and the default bus without a name', async () => {
    const { buses, delivered } = createBusFixture();
    buses.addRule({ ...liveRule, targets: [queueTarget({ Arn: 'custom' })] });
    buses.addRule({ ...liveRule, busName: 'default', targets: [queueTarget({ Arn: 'default' })] });
    buses.putEvents([
      { ...liveEntry, EventBusName: 'arn:aws:events:us-east-1:000000000000:event-bus/holdfast' },
      { ...liveEntry, EventBusName: undefined },
    ]);
    await buses.idle();
    expect(delivered.map(({ arn }) => arn)).toEqual(['custom', 'default']);
  });

  test('createEventBuses knows which buses there are, by name and by ARN', () => {
    const { buses } = createBusFixture();
    const names = ['default', 'holdfast', 'arn:aws:events:us-east-1:000000000000:event-bus/holdfast', 'none'];
    expect(names.map(buses.hasBus)).toEqual([true, true, true, false]);
  });

  test('createEventBuses shows accepted events to subscribers, and survives one that throws', () => {
    const { buses, errors } = createBusFixture();
    const seen: AcceptedEvent[] = [];
    buses.addRule({ ...liveRule, targets: [] });
    buses.subscribe(() => {
      throw new Error('listener');
    });
    const unsubscribe = buses.subscribe((accepted) => seen.push(accepted));
    buses.putEvents([liveEntry, { ...liveEntry, Detail: undefined }]);
    unsubscribe();
    buses.putEvents([liveEntry]);
    expect(seen.map(({ busName, matchedRules }) => ({ busName, matchedRules }))).toEqual([
      { busName: 'holdfast', matchedRules: ['live'] },
    ]);
    expect(errors.map(({ message }) => message)).toContain('Cannot tell a subscriber of an event');
  });

  test('createEventBuses refuses rules of unknown buses and buses that exist', () => {
    const { buses } = createBusFixture();
    expect(() => buses.addRule({ ...liveRule, busName: 'none', targets: [] })).toThrow('there is no event bus none');
    expect(() => buses.addBus({ name: 'holdfast', arn: 'arn' })).toThrow('holdfast exists already');
  });
});

describe('createEventBuses validates', () => {
  test.each([
    [
      'a missing source',
      { Source: undefined },
      'InvalidArgument',
      'Parameter Source is not valid. Reason: Source is a required argument.',
    ],
    [
      'an empty detail type',
      { DetailType: '' },
      'InvalidArgument',
      'Parameter DetailType is not valid. Reason: DetailType is a required argument.',
    ],
    [
      'a missing detail',
      { Detail: null },
      'InvalidArgument',
      'Parameter Detail is not valid. Reason: Detail is a required argument.',
    ],
    ['a detail that is not JSON', { Detail: '{' }, 'MalformedDetail', 'Detail is malformed.'],
    ['a detail that is no object', { Detail: '[1]' }, 'MalformedDetail', 'Detail is malformed.'],
    ['an unknown bus', { EventBusName: 'none' }, 'ResourceNotFoundException', 'Event bus none does not exist.'],
    [
      'a time that is none',
      { Time: 'soon' },
      'InvalidArgument',
      'Parameter Time is not valid. Reason: Time must be a timestamp.',
    ],
  ])(
    'createEventBuses answers %s with an error and accepts its neighbours',
    (_name, change, ErrorCode, ErrorMessage) => {
      const { buses } = createBusFixture();
      expect(buses.putEvents([liveEntry, { ...liveEntry, ...change }, liveEntry])).toEqual({
        FailedEntryCount: 1,
        Entries: [{ EventId: expect.any(String) }, { ErrorCode, ErrorMessage }, { EventId: expect.any(String) }],
      });
    },
  );

  test.each([
    ['no entries', [], 'Member must have length greater than or equal to 1'],
    ['eleven entries', Array.from({ length: 11 }, () => liveEntry), 'Member must have length less than or equal to 10'],
    ['more than 256 KB', [{ ...liveEntry, Detail: JSON.stringify({ a: 'x'.repeat(256 * 1024) }) }], 'over the limit'],
    ['entries that are no array', { Source: 'a' }, 'Entries are not valid'],
    ['a source that is a number', [{ ...liveEntry, Source: 5 }], 'Entries are not valid'],
  ])('createEventBuses refuses %s as a whole', (_name, entries, message) => {
    const { buses } = createBusFixture();
    expect(() => buses.putEvents(entries)).toThrow(expect.objectContaining({ name: 'ValidationException' }));
    expect(() => buses.putEvents(entries)).toThrow(message);
  });

  test('createEventBuses throttles entries while too many deliveries wait', async () => {
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { buses } = createBusFixture(undefined, { deliver: () => gate, mostPendingDeliveries: 2 });
    buses.addRule({ ...liveRule, targets: [queueTarget()] });
    const result = buses.putEvents([liveEntry, liveEntry, liveEntry]);
    expect(result.FailedEntryCount).toBe(1);
    expect(result.Entries[2]).toMatchObject({ ErrorCode: 'ThrottlingException' });
    release();
    await buses.idle();
    expect(buses.putEvents([liveEntry]).FailedEntryCount).toBe(0);
  });

  test('createEventBuses never has more deliveries under way than its limit', async () => {
    let running = 0;
    let most = 0;
    const deliver = async () => {
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
    };
    const { buses } = createBusFixture(undefined, { deliver, mostConcurrentDeliveries: 3 });
    buses.addRule({ ...liveRule, targets: [queueTarget()] });
    buses.putEvents(Array.from({ length: 10 }, () => liveEntry));
    await buses.idle();
    expect(most).toBe(3);
  });
});

describe('createEventBuses retries', () => {
  test('createEventBuses retries a failing target with a doubling wait until it takes the event', async () => {
    let failures = 3;
    const { buses, delivered, retryClock } = createBusFixture(() => failures-- > 0);
    buses.addRule({ ...liveRule, targets: [queueTarget()] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(delivered).toHaveLength(1);
    expect(retryClock.waits).toEqual([50, 100, 200]);
  });

  test('createEventBuses puts the original event into the dead-letter queue after the last retry', async () => {
    const { buses, delivered, attempts, errors } = createBusFixture((arn) => arn === queueArn);
    const target = queueTarget({
      InputPath: '$.detail',
      RetryPolicy: { MaximumRetryAttempts: 2 },
      DeadLetterConfig: { Arn: deadArn },
    });
    buses.addRule({ ...liveRule, targets: [target] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(attempts).toEqual([queueArn, queueArn, queueArn, deadArn]);
    expect(delivered).toEqual([
      {
        arn: deadArn,
        body: expect.stringContaining('"source":"holdfast"'),
        messageAttributes: {
          RULE_ARN: ruleArn,
          TARGET_ARN: queueArn,
          ERROR_CODE: 'SDK_CLIENT_ERROR',
          ERROR_MESSAGE: `no answer from ${queueArn}`,
          EXHAUSTED_RETRY_CONDITION: 'MaximumRetryAttempts',
          RETRY_ATTEMPTS: '2',
        },
      },
    ]);
    expect(errors).toEqual([]);
  });

  test('createEventBuses stops retrying when the event is too old, with waits of at most 5 s', async () => {
    const { buses, delivered, retryClock } = createBusFixture((arn) => arn === queueArn);
    const RetryPolicy = { MaximumRetryAttempts: 185, MaximumEventAgeInSeconds: 60 };
    buses.addRule({ ...liveRule, targets: [queueTarget({ RetryPolicy, DeadLetterConfig: { Arn: deadArn } })] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(delivered[0]?.messageAttributes).toMatchObject({ EXHAUSTED_RETRY_CONDITION: 'MaximumEventAgeInSeconds' });
    expect(Math.max(...retryClock.waits)).toBe(5_000);
    expect(retryClock.elapsedMs()).toBeLessThanOrEqual(60_000);
  });

  test.each([
    ['it has no dead-letter queue', {}, 'dropped, it has no dead-letter queue'],
    [
      'its dead-letter queue fails too',
      { DeadLetterConfig: { Arn: deadArn } },
      `dead-letter queue ${deadArn}: dropped`,
    ],
  ])('createEventBuses logs an event that it loses because %s', async (_name, properties, message) => {
    const { buses, errors } = createBusFixture(() => true);
    buses.addRule({ ...liveRule, targets: [queueTarget(properties)] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toContain(message);
    expect(errors[0]?.details['body']).toContain('"mode":"live"');
  });

  test('createEventBuses dead-letters an event whose input cannot be built', async () => {
    const { buses, delivered } = createBusFixture();
    const target = queueTarget({ InputPath: '$.detail.none', DeadLetterConfig: { Arn: deadArn } });
    buses.addRule({ ...liveRule, targets: [target] });
    buses.putEvents([liveEntry]);
    await buses.idle();
    expect(delivered[0]?.messageAttributes['ERROR_MESSAGE']).toContain('nothing at $.detail.none');
  });
});
