import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { projectDirectory } from '#infra/project-directory.ts';
import { reportMeanings } from '#infra/stacks/report-meanings.ts';
import { resourceName } from './resource-name.ts';
import { resourcesOfType, type SynthesizedApp, synthesizeWithPlaceholders } from './synthesized-app.ts';

const alarmSchema = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.tuple([z.unknown()]),
  MetricName: z.string(),
  Namespace: z.string(),
  Dimensions: z.array(z.object({ Name: z.string(), Value: z.unknown() })),
  Statistic: z.string().default(''),
  Period: z.number(),
  EvaluationPeriods: z.number(),
  DatapointsToAlarm: z.number().nullable().default(null),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
  Threshold: z.number(),
});

const serviceSchema = z.object({
  Environment: z.object({
    Variables: z.object({ POWERTOOLS_SERVICE_NAME: z.string(), POWERTOOLS_METRICS_NAMESPACE: z.string() }),
  }),
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

const everyFunction = ['Announce', 'Archive', 'Deliver', 'Ingest', 'Playbooks', 'Profile', 'Survey', 'Wake'].map(
  (name) => `${name}Function`,
);

describe('BusinessAlarm', () => {
  test('BusinessAlarm watches every queue of failures for its first message', () => {
    expect(watchedBy('ApproximateNumberOfMessagesVisible')).toEqual([
      'AnnounceFailureQueue',
      'ArchiveQueueDeadLetters',
      'DeliveryQueueDeadLetters',
      'EventQueueDeadLetters',
      'PlaybookQueueDeadLetters',
      'RuleFailureQueue',
      'SurveyFailureQueue',
      'WakeFailureQueue',
    ]);
    const failures = alarms().filter((alarm) => alarm.MetricName === 'ApproximateNumberOfMessagesVisible');
    expect(
      failures.every((alarm) => alarm.Threshold === 0 && alarm.ComparisonOperator === 'GreaterThanThreshold'),
    ).toBe(true);
  });

  test('BusinessAlarm watches how late queues and announcements are', () => {
    expect(watchedBy('ApproximateAgeOfOldestMessage')).toEqual([
      'ArchiveQueue',
      'DeliveryQueue',
      'EventQueue',
      'PlaybookQueue',
    ]);
    expect(watchedBy('IteratorAge')).toEqual(['AnnounceFunction']);
  });

  test('BusinessAlarm watches errors and throttles of every function, refusals of the API, and whether the clock ticks', () => {
    expect(watchedBy('Errors')).toEqual(everyFunction);
    expect(watchedBy('Throttles')).toEqual(everyFunction);
    expect(watchedBy('5xx')).toHaveLength(1);
    expect(watchedBy('Invocations')).toEqual(['SurveyFunction', 'WakeFunction']);
    for (const alarm of alarms().filter((one) => one.MetricName === 'Invocations')) {
      expect(alarm).toMatchObject({ ComparisonOperator: 'LessThanThreshold', TreatMissingData: 'breaching' });
    }
  });

  test('BusinessAlarm never speaks of errors in general where Lambda counts crashes and time-outs alone', () => {
    for (const { MetricName, AlarmDescription } of alarms()) {
      if (MetricName === 'Errors') expect(AlarmDescription).toMatch(/crashes.* runs? out of time/);
    }
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

/** What is counted in the code of a function, with what it shares with others. */
function countedIn(reporter: string): Set<string> {
  const functionsDirectory = join(projectDirectory, 'functions');
  const own = readdirSync(join(functionsDirectory, reporter)).map((file) => join(functionsDirectory, reporter, file));
  const texts = own.map((path) => readFileSync(path, 'utf8'));
  for (const shared of ['each-message.ts', 'count-quarantined.ts']) {
    if (texts.some((text) => text.includes(`from '../${shared}'`))) {
      texts.push(readFileSync(join(functionsDirectory, shared), 'utf8'));
    }
  }
  // Names stand in the call itself, or in a table beside it.
  const counting = texts.filter((text) => text.includes('.count('));
  return new Set(counting.flatMap((text) => [...text.matchAll(/'([A-Z]\w+)'/g)].map(([, name]) => name ?? '')));
}

describe('ReportAlarms', () => {
  const reported = () => alarms().filter((alarm) => alarm.Namespace === 'Holdfast');

  test('ReportAlarms watches what handlers report, under the dimension that Powertools writes', () => {
    expect(reported().map((alarm) => `${alarm.watched} ${alarm.MetricName}`)).toEqual([
      'ingest EventsQuarantined',
      'ingest RequestsThrottled',
      'ingest RequestsRefusedUnauthorized',
      'ingest RequestsRefusedMalformed',
      'ingest RequestsRefusedTooLarge',
      'profile EventsQuarantined',
      'profile JoinsRefused',
      'profile AliasesRefused',
      'profile IdsPassedOver',
      'profile MembersPassedOver',
      'profile MessageFailed',
      'archive MessageFailed',
      'playbooks MessageFailed',
      'deliver MessageFailed',
      'deliver DeliveriesUncertain',
      'deliver EmailsWithheld',
      'announce TransitionsRefused',
      'survey ProfilesUnreadable',
      'survey SurveysFinished',
    ]);
    for (const alarm of reported()) {
      expect(alarm.Dimensions.map(({ Name }) => Name)).toEqual(['service']);
      const isTooFew = alarm.MetricName === 'SurveysFinished';
      expect(alarm).toMatchObject({
        Statistic: 'Sum',
        ComparisonOperator: isTooFew ? 'LessThanThreshold' : 'GreaterThanThreshold',
        TreatMissingData: isTooFew ? 'breaching' : 'notBreaching',
      });
    }
  });

  test('ReportAlarms names the service as the environment of the function does', () => {
    const services = [...resourcesOfType(app.stateless, 'AWS::Lambda::Function').values()].map(
      ({ Properties }) => serviceSchema.parse(Properties).Environment.Variables,
    );
    expect(new Set(services.map((one) => one.POWERTOOLS_METRICS_NAMESPACE))).toEqual(new Set(['Holdfast']));
    const names = services.map((one) => one.POWERTOOLS_SERVICE_NAME);
    expect(names).toEqual(expect.arrayContaining(reported().map((alarm) => alarm.watched)));
  });

  test('ReportAlarms waits for what lasts, and for nothing where once is too often', () => {
    const rule = (service: string, name: string) => {
      const alarm = reported().find((one) => one.watched === service && one.MetricName === name);
      return [alarm?.Threshold, alarm?.Period, alarm?.DatapointsToAlarm, alarm?.EvaluationPeriods];
    };
    expect(rule('ingest', 'EventsQuarantined')).toEqual([0, 300, 3, 12]);
    expect(rule('ingest', 'RequestsThrottled')).toEqual([0, 300, 3, 3]);
    expect(rule('ingest', 'RequestsRefusedUnauthorized')).toEqual([20, 300, 3, 12]);
    expect(rule('deliver', 'MessageFailed')).toEqual([0, 300, 3, 3]);
    expect(rule('deliver', 'DeliveriesUncertain')).toEqual([0, 300, 1, 1]);
    expect(rule('deliver', 'EmailsWithheld')).toEqual([100, 3600, 1, 1]);
    expect(rule('announce', 'TransitionsRefused')).toEqual([0, 300, 3, 3]);
    expect(rule('survey', 'ProfilesUnreadable')).toEqual([0, 300, 1, 1]);
    expect(rule('survey', 'SurveysFinished')).toEqual([1, 86_400, 2, 2]);
  });

  test.each(reportMeanings)(
    'ReportAlarms watches $metricName, which the code of $reporter counts',
    ({ reporter, metricName }) => {
      expect([...countedIn(reporter)]).toContain(metricName);
    },
  );

  test('ReportAlarms puts everything that it watches on the dashboard', () => {
    const [dashboard] = resourcesOfType(app.stateless, 'AWS::CloudWatch::Dashboard').values();
    const body = JSON.stringify(dashboard?.Properties['DashboardBody']);
    for (const { reporter, metricName } of reportMeanings) {
      expect(body).toContain(JSON.stringify(`"Holdfast","${metricName}","service","${reporter}"`).slice(1, -1));
    }
  });
});
