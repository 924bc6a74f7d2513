import { Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EventSourceMapping } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { HoldfastFunction } from './holdfast-function.ts';

export interface QueueConsumptionProps {
  readonly consumer: HoldfastFunction;
  readonly queue: IQueue;
  /** At most 10, or with a window 10,000. */
  readonly batchSize: number;
  /** How long messages are gathered for a batch, 0 to 300; 0 takes those that are there. */
  readonly windowSeconds: number;
  /** The most batches that are worked on at once, 2 to 1,000. */
  readonly maximumConcurrency: number;
}

/** Lets a function consume a queue in batches, reporting each failed message on its own. */
export class QueueConsumption extends EventSourceMapping {
  constructor(scope: Construct, id: string, props: QueueConsumptionProps) {
    super(scope, id, {
      target: props.consumer.function,
      eventSourceArn: props.queue.queueArn,
      batchSize: props.batchSize,
      maxBatchingWindow: Duration.seconds(props.windowSeconds),
      maxConcurrency: props.maximumConcurrency,
      reportBatchItemFailures: true,
    });
    props.consumer.function.addToRolePolicy(
      // What AWSLambdaSQSQueueExecutionRole has for queues, on this queue alone.
      new PolicyStatement({
        sid: 'ConsumeQueue',
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [props.queue.queueArn],
      }),
    );
    Validations.of(this).acknowledge({
      id: 'Serverless-LambdaEventSourceMappingDestination',
      reason:
        'Lambda offers no failure destination for queues: a failed message goes to the dead-letter queue of its queue.',
    });
  }
}
