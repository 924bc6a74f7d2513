import { Duration, type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { BusinessAlarm } from './business-alarm.ts';

export interface DeadLetterQueueProps {
  /** What a message in here means for the business, and what to do. */
  readonly failureMeans: string;
  readonly alarmTopic: ITopic;
  readonly removalPolicy: RemovalPolicy;
}

/** The end of a road: a queue that keeps failed messages for 14 days, with an alarm on the first one. */
export class DeadLetterQueue extends Queue {
  constructor(scope: Construct, id: string, props: DeadLetterQueueProps) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: props.removalPolicy,
    });
    new BusinessAlarm(this, 'NotEmpty', {
      metric: this.metricApproximateNumberOfMessagesVisible({ statistic: 'Maximum' }),
      threshold: 0,
      period: Duration.minutes(1),
      periods: 1,
      alarmsWhen: 'above',
      failureMeans: props.failureMeans,
      alarmTopic: props.alarmTopic,
    });
    const reason =
      'This queue is itself the dead-letter queue: a further one behind it would hide failures, not keep them.';
    Validations.of(this).acknowledge(
      { id: 'AwsSolutions-SQS3', reason },
      { id: 'Serverless-SQSRedrivePolicy', reason },
    );
  }
}
