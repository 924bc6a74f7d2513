import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.tuple([z.unknown()]),
  MetricName: z.string(),
  Dimensions: z.array(z.object({ Value: z.unknown() })),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  Threshold: z.number(),
});

let app: SynthesizedApp;
beforeAll(async () => {
  app = await synthesizeWithPlaceholders();
});

function alarms() {
  return [app.stateful, app.stateless]
    .flatMap((template) => [...resourcesOfType(template, 'AWS::CloudWatch::Alarm').values()])
    .map(({ Properties }) => {
      const alarm = alarmSchema.parse(Properties);
      const watched = alarm.Dimensions.map(({ Value }) => resourceName(app, Value).replace('.QueueName', '')).join();
      return { ...alarm, watched };
    });
}

function watchedBy(metricName: string): string[] {
  return alarms()
    .filter((alarm) => alarm.MetricName === metricName)
    .map((alarm) => alarm.watched)
    .sort();
}

const everyFunction = ['Announce', 'Deliver', 'Ingest', 'Playbooks', 'Profile', 'Wake'].map(
  (name) => `${name}Function`,
);

describe('BusinessAlarm', () => {
  test('BusinessAlarm watches every queue of failures for its first message', () => {
    expect(watchedBy('ApproximateNumberOfMessagesVisible')).toEqual([
      'AnnounceFailureQueue',
      'DeliveryQueueDeadLetters',
      'EventQueueDeadLetters',
      'PlaybookQueueDeadLetters',
      'RuleFailureQueue',
      'WakeFailureQueue',
    ]);
    const failures = alarms().filter((alarm) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible');
    expect(
      failures.every((alarm) => alarm.Threshold === 0 && alarm.ComparisonOperator === 'GreaterThanThreshold'),
    ).toBe(true);
  });

  test('BusinessAlarm watches how late queues and announcements are', () => {
    expect(watchedBy('ApproximateAgeOfOldestMessage')).toEqual(['DeliveryQueue', 'EventQueue', 'PlaybookQueue']);
    expect(watchedBy('IteratorAge')).toEqual(['AnnounceFunction']);
  });

  test('BusinessAlarm watches errors and throttles of every function, refusals of the API, and whether the clock ticks', () => {
    expect(watchedBy('Errors')).toEqual(everyFunction);
    expect(watchedBy('Throttles')).toEqual(everyFunction);
    expect(watchedBy('5xx')).toHaveLength(1);
    expect(alarms().find((alarm) => alarm.MetricName === 'Invocations')).toMatchObject({
      watched: 'WakeFunction',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    });
  });

  test('BusinessAlarm says of each alarm, in its own words, what it means and what to do, and tells the operators', () => {
    const descriptions = alarms().map((alarm) => alarm.AlarmDescription);
    expect(new Set(descriptions).size).toBe(descriptions.length);
    for (const { AlarmDescription, AlarmActions } of alarms()) {
      expect(AlarmDescription).toMatch(/^[A-Z].{60,}\.$/);
      expect(AlarmDescription).toMatch(/events|customer|playbook|e-mail|product service|change/i);
      expect(AlarmDescription).toMatch(/look (at|whether)/i);
      // CloudWatch keeps no more.
      expect(AlarmDescription.length).toBeLessThanOrEqual(1024);
      expect(resourceName(app, AlarmActions[0])).toBe('AlarmTopic');
    }
  });
});
