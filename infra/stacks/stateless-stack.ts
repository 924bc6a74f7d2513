import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { archiveConsumption, archiveQueueConcurrency } from '../archive-consumption.ts';
import { letArchive } from '../constructs/archive-right.ts';
import type { FunctionSurroundings } from '../constructs/holdfast-function.ts';
import { HoldfastFunction } from '../constructs/holdfast-function.ts';
import { IngestApi } from '../constructs/ingest-api.ts';
import { OperatorDashboard } from '../constructs/operator-dashboard.ts';
import { QueueConsumption } from '../constructs/queue-consumption.ts';
import { ReportAlarms } from '../constructs/report-alarms.ts';
import { TickSchedule } from '../constructs/tick-schedule.ts';
import { TransitionStream } from '../constructs/transition-stream.ts';
import { deploymentNames } from '../deployment-names.ts';
import type { DeploymentSettings } from '../deployment-settings.ts';
import { eventConsumption } from '../event-consumption.ts';
import { eventQueueConcurrency, queueSourceLimits } from '../event-source-limits.ts';
import type { FunctionName } from '../function-limits.ts';
import { functionMeanings } from './function-meanings.ts';
import { functionRights } from './function-rights.ts';
import { reportMeanings } from './report-meanings.ts';
import type { StatefulStack } from './stateful-stack.ts';
import { tickMeanings } from './tick-meanings.ts';

export interface StatelessStackProps extends StackProps {
  readonly settings: DeploymentSettings;
  readonly stateful: StatefulStack;
  readonly bundleDirectories: Readonly<Record<FunctionName, string>>;
}

/** Everything that does work and can be thrown away: functions, what starts them, and what watches them. */
export class StatelessStack extends Stack {
  constructor(scope: Construct, id: string, props: StatelessStackProps) {
    super(scope, id, props);
    const { stateful, bundleDirectories, settings } = props;
    const { alarmTopic } = stateful;
    const { metricNamespace } = deploymentNames(settings.stackPrefix);
    const surroundings = { bundleDirectories, logLevel: settings.logLevel, metricNamespace, alarmTopic };
    const functions = this.createFunctions(surroundings, stateful, settings);

    letArchive(functions.archive, stateful.exportValue(stateful.archive.bucket.bucketArn));
    const { api } = new IngestApi(this, 'IngestApi', { handler: functions.ingest, alarmTopic });
    new QueueConsumption(this, 'ProfileConsumption', {
      consumer: functions.profile,
      queue: stateful.eventQueue.queue,
      ...eventConsumption(settings.eventWindowSeconds),
      maximumConcurrency: eventQueueConcurrency,
    });
    new QueueConsumption(this, 'ArchiveConsumption', {
      consumer: functions.archive,
      queue: stateful.archiveQueue.queue,
      ...archiveConsumption(settings.archiveWindowSeconds),
      maximumConcurrency: archiveQueueConcurrency,
    });
    const transitionStream = new TransitionStream(this, 'TransitionStream', {
      announcer: functions.announce,
      tableArn: stateful.exportValue(stateful.customerTable.tableArn),
      streamArn: streamArnOf(stateful),
      failureQueue: stateful.announceFailureQueue,
      alarmTopic,
    });
    // Whoever writes a new layout is deployed after whoever announces it: until then, announce would be stopped by it.
    functions.profile.node.addDependency(transitionStream);
    new TickSchedule(this, 'WakeSchedule', {
      ...tickMeanings.wake,
      ticked: functions.wake,
      failureQueue: stateful.wakeFailureQueue,
      alarmTopic,
    });
    new TickSchedule(this, 'SurveySchedule', {
      ...tickMeanings.survey,
      ticked: functions.survey,
      failureQueue: stateful.surveyFailureQueue,
      alarmTopic,
    });
    new QueueConsumption(this, 'PlaybookConsumption', {
      consumer: functions.playbooks,
      queue: stateful.playbookQueue.queue,
      ...queueSourceLimits.playbook,
      windowSeconds: 0,
    });
    new QueueConsumption(this, 'DeliveryConsumption', {
      consumer: functions.deliver,
      queue: stateful.deliveryQueue.queue,
      ...queueSourceLimits.delivery,
      windowSeconds: 0,
    });
    const reports = new ReportAlarms(this, 'Reports', { metricNamespace, reports: reportMeanings, alarmTopic });
    new OperatorDashboard(this, 'Dashboard', { stateful, functions, api, reported: reports.metrics });
    new CfnOutput(this, 'ApiUrl', { value: api.apiEndpoint });
  }

  private createFunctions(
    surroundings: FunctionSurroundings,
    stateful: StatefulStack,
    settings: DeploymentSettings,
  ): Record<FunctionName, HoldfastFunction> {
    const rights = functionRights(this, stateful, settings);
    const create = (id: string, name: FunctionName, concurrency: number | 'shared'): HoldfastFunction =>
      new HoldfastFunction(this, id, {
        ...surroundings,
        ...functionMeanings[name],
        ...rights[name],
        name,
        concurrency,
      });
    return {
      ingest: create('Ingest', 'ingest', 'shared'),
      profile: create('Profile', 'profile', 'shared'),
      archive: create('Archive', 'archive', 'shared'),
      announce: create('Announce', 'announce', 'shared'),
      // Two ticks at once would wake the same customers twice.
      wake: create('Wake', 'wake', 1),
      playbooks: create('Playbooks', 'playbooks', 'shared'),
      deliver: create('Deliver', 'deliver', 'shared'),
      // Two at once would walk over the same profiles, until one finds that the other is ahead.
      survey: create('Survey', 'survey', 1),
    };
  }
}

function streamArnOf(stateful: StatefulStack): string {
  const streamArn = stateful.customerTable.tableStreamArn;
  if (streamArn === undefined)
    throw new Error('Cannot announce transitions: the customer table has no stream; turn it on');
  return streamArn;
}
