import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { eventConsumption, longestWindowSeconds } from '#infra/event-consumption.ts';
import { functionLimits, leastVisibilityTimeoutSeconds, maximumReceiveCount } from '#infra/function-limits.ts';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const windows = fc.integer({ min: 0, max: longestWindowSeconds });
const tenMinutesSeconds = 600;

describe('eventConsumption', () => {
  test('eventConsumption hides a message for six times the timeout of profile and the window, under every window', () => {
    fc.assert(
      fc.property(windows, (windowSeconds) => {
        const least = leastVisibilityTimeoutSeconds(functionLimits.profile.timeoutSeconds, windowSeconds);
        expect(eventConsumption(windowSeconds).visibilityTimeoutSeconds).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test('eventConsumption lets a message that always fails be tried at most twice in any 10 minutes', () => {
    fc.assert(
      fc.property(windows, fc.array(fc.nat(1_000), { minLength: 3, maxLength: 3 }), (windowSeconds, waits) => {
        const { visibilityTimeoutSeconds } = eventConsumption(windowSeconds);
        // Received as soon as it is seen, tried once the window that it waits in is over.
        const triedAt = waits.map((wait, index) => index * visibilityTimeoutSeconds + Math.min(wait, windowSeconds));
        const [first = 0, , third = 0] = triedAt;
        expect(third - first).toBeGreaterThan(tenMinutesSeconds);
      }),
    );
  });

  test('eventConsumption lets a message outlive 10 minutes in which nothing can be written', () => {
    fc.assert(
      fc.property(windows, (windowSeconds) => {
        const { visibilityTimeoutSeconds } = eventConsumption(windowSeconds);
        expect((maximumReceiveCount - 1) * visibilityTimeoutSeconds - windowSeconds).toBeGreaterThan(tenMinutesSeconds);
      }),
    );
  });

  test('eventConsumption takes more than 10 messages only with a window, as Lambda demands', () => {
    expect(eventConsumption(0)).toEqual({ batchSize: 10, windowSeconds: 0, visibilityTimeoutSeconds: 360 });
    expect(eventConsumption(1)).toEqual({ batchSize: 400, windowSeconds: 1, visibilityTimeoutSeconds: 361 });
  });
});

describe('eventWindowSeconds', () => {
  let app: SynthesizedApp;
  beforeAll(async () => {
    // As with -c eventWindowSeconds=60.
    app = await synthesizeWithPlaceholders({ eventWindowSeconds: '60' });
  });

  function mappingOf(queue: string) {
    const mappings = [...resourcesOfType(app.stateless, 'AWS::Lambda::EventSourceMapping').values()];
    return mappings.find(({ Properties }) => resourceName(app, Properties['EventSourceArn']) === queue)?.Properties;
  }

  test('eventWindowSeconds lets events be gathered in large batches, and nothing else', () => {
    expect(mappingOf('EventQueue')).toMatchObject({ BatchSize: 400, MaximumBatchingWindowInSeconds: 60 });
    expect(mappingOf('PlaybookQueue')).toMatchObject({ BatchSize: 10, MaximumBatchingWindowInSeconds: 0 });
    expect(mappingOf('DeliveryQueue')).toMatchObject({ BatchSize: 5, MaximumBatchingWindowInSeconds: 0 });
  });

  test('eventWindowSeconds is time on top of the visibility timeout, and of the wait that alarms', () => {
    const queues = [...resourcesOfType(app.stateful, 'AWS::SQS::Queue')];
    const [, queue] = queues.find(([id]) => resourceName(app, { Ref: id }) === 'EventQueue') ?? [];
    expect(queue?.Properties['VisibilityTimeout']).toBe(420);
    const alarms = [...resourcesOfType(app.stateful, 'AWS::CloudWatch::Alarm').values()];
    const thresholds = alarms
      .filter(({ Properties }) => Properties['MetricName'] === 'ApproximateAgeOfOldestMessage')
      .map(({ Properties }) => Properties['Threshold']);
    expect(thresholds.sort()).toEqual([1200, 300, 360, 900]);
  });
});
