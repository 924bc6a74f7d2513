import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { maximumReceiveCount } from '../function-limits.ts';
import { BusinessAlarm } from './business-alarm.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

export interface QueueWithDeadLettersProps {
  /** How long a received message is hidden; at least what `leastVisibilityTimeoutSeconds` says. */
  readonly visibilityTimeoutSeconds: number;
  /** What a message that failed for good means for the business, and what to do. */
  readonly failureMeans: string;
  /** The longest time that a message may wait before somebody should look. */
  readonly longestWaitSeconds: number;
  /** What messages waiting that long mean for the business, and what to do. */
  readonly delayMeans: string;
  readonly alarmTopic: ITopic;
  readonly removalPolicy: RemovalPolicy;
}

/** A queue that cannot be made without its dead-letter queue and the two alarms that watch over them. */
export class QueueWithDeadLetters extends Construct {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;

  constructor(scope: Construct, id: string, props: QueueWithDeadLettersProps) {
    super(scope, id);
    const { failureMeans, alarmTopic, removalPolicy } = props;
    this.deadLetterQueue = new DeadLetterQueue(this, 'DeadLetters', { failureMeans, alarmTopic, removalPolicy });
    this.queue = new Queue(this, 'Queue', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(4),
      visibilityTimeout: Duration.seconds(props.visibilityTimeoutSeconds),
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount: maximumReceiveCount },
      removalPolicy,
    });
    new BusinessAlarm(this, 'Late', {
      metric: this.queue.metricApproximateAgeOfOldestMessage({ statistic: 'Maximum' }),
      threshold: props.longestWaitSeconds,
      period: Duration.minutes(1),
      periods: 5,
      alarmsWhen: 'above',
      failureMeans: props.delayMeans,
      alarmTopic,
    });
  }
}
