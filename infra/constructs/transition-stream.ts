import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import * as z from 'zod';
import { streamSourceLimit } from '../event-source-limits.ts';
import { BusinessAlarm } from './business-alarm.ts';
import type { HoldfastFunction } from './holdfast-function.ts';

const imported = z.object({ 'Fn::ImportValue': z.string() });

export interface TransitionStreamProps {
  readonly announcer: HoldfastFunction;
  /** As exported by the stack of the table. */
  readonly tableArn: string;
  readonly streamArn: string;
  /** Where the position of records goes that could not be announced. */
  readonly failureQueue: IQueue;
  readonly alarmTopic: ITopic;
}

/** Hands the announcer each new state of a customer that carries transitions, and nothing else. */
export class TransitionStream extends EventSourceMapping {
  constructor(scope: Construct, id: string, props: TransitionStreamProps) {
    super(scope, id, {
      target: props.announcer.function,
      eventSourceArn: props.streamArn,
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: streamSourceLimit.batchSize,
      maxBatchingWindow: Duration.seconds(0),
      parallelizationFactor: streamSourceLimit.parallelizationFactor,
      reportBatchItemFailures: true,
      bisectBatchOnError: true,
      // A record that can never be announced holds up those behind it meanwhile: the alarm below tells after minutes.
      maxRecordAge: Duration.hours(streamSourceLimit.maximumRecordAgeHours),
      // Without end: the age is the bound.
      retryAttempts: -1,
      onFailure: { bind: () => ({ destination: props.failureQueue.queueArn }) },
      filters: [
        FilterCriteria.filter({
          eventName: FilterRule.or('INSERT', 'MODIFY'),
          dynamodb: {
            NewImage: { sk: { S: FilterRule.isEqual('profile') }, outboxVersion: { N: FilterRule.exists() } },
          },
        }),
      ],
    });
    this.grantReading(props);
    new BusinessAlarm(this, 'Late', {
      metric: props.announcer.function.metric('IteratorAge', { statistic: 'Maximum' }),
      threshold: Duration.minutes(5).toMilliseconds(),
      period: Duration.minutes(1),
      periods: 5,
      alarmsWhen: 'above',
      failureMeans:
        'Changes in customers are announced more than five minutes late, so playbooks start late; after 23 hours announce gives ' +
        'up, and they start none at all. Look at the log of announce for the record that it cannot pass, and at the health of ' +
        'EventBridge.',
      alarmTopic: props.alarmTopic,
    });
  }

  private grantReading({ announcer, tableArn, streamArn, failureQueue }: TransitionStreamProps): void {
    const statements = [
      new PolicyStatement({
        sid: 'ReadStream',
        actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
        resources: [streamArn],
      }),
      new PolicyStatement({
        sid: 'ListStreams',
        actions: ['dynamodb:ListStreams'],
        resources: [`${tableArn}/stream/*`],
      }),
      new PolicyStatement({
        sid: 'KeepFailures',
        actions: ['sqs:SendMessage'],
        resources: [failureQueue.queueArn],
      }),
    ];
    for (const statement of statements) announcer.function.addToRolePolicy(statement);
    const { 'Fn::ImportValue': exportName } = imported.parse(Stack.of(this).resolve(tableArn));
    Validations.of(announcer).acknowledge({
      id: `AwsSolutions-IAM5[Resource::${exportName}/stream/*]`,
      reason:
        'ListStreams asks for all streams of one table, before it can name one: AWS has no narrower resource for it.',
    });
  }
}
