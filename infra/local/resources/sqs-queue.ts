import * as z from 'zod';
import { physicalName } from './physical-name.ts';
import { flag, wholeNumber } from './property-schemas.ts';
import { defineResourceType, resourceError } from './resource-type.ts';

const redrivePolicy = z.strictObject({
  deadLetterTargetArn: z.string(),
  maxReceiveCount: wholeNumber(1, 1000),
});

const honoured = {
  QueueName: z.string().optional(),
  DelaySeconds: wholeNumber(0, 900).optional(),
  MaximumMessageSize: wholeNumber(1024, 1_048_576).optional(),
  MessageRetentionPeriod: wholeNumber(60, 1_209_600).optional(),
  ReceiveMessageWaitTimeSeconds: wholeNumber(0, 20).optional(),
  VisibilityTimeout: wholeNumber(0, 43_200).optional(),
  RedrivePolicy: redrivePolicy.optional(),
  RedriveAllowPolicy: z.looseObject({}).optional(),
  FifoQueue: flag.optional(),
  ContentBasedDeduplication: flag.optional(),
  DeduplicationScope: z.string().optional(),
  FifoThroughputLimit: z.string().optional(),
};

/** AWS::SQS::Queue. Messages are kept longer than MessageRetentionPeriod: the engine does not delete by age. */
export const sqsQueue = defineResourceType({
  type: 'AWS::SQS::Queue',
  honoured,
  withoutLocalEffect: {
    KmsMasterKeyId: 'encryption is the business of the disk',
    KmsDataKeyReusePeriodSeconds: 'encryption is the business of the disk',
    SqsManagedSseEnabled: 'encryption is the business of the disk',
    Tags: 'no effect anywhere',
  },
  create: (properties, resource, account) => {
    const { QueueName, ...settings } = properties;
    const isFifo = settings.FifoQueue === true;
    const name = QueueName ?? physicalName(resource, 80, isFifo ? '.fifo' : '');
    if (isFifo !== name.endsWith('.fifo')) throw resourceError(resource, `a FIFO queue's name ends in .fifo: ${name}`);
    const deadLetterArn = settings.RedrivePolicy?.deadLetterTargetArn;
    if (deadLetterArn !== undefined && account.queues.queueByArn(deadLetterArn) === undefined) {
      throw resourceError(resource, `property RedrivePolicy.deadLetterTargetArn: there is no queue ${deadLetterArn}`);
    }
    const queue = account.queues.ensureQueue(name, queueAttributes(settings));
    return { reference: queue.url, attributes: { Arn: queue.arn, QueueName: name, QueueUrl: queue.url } };
  },
});

/** SQS takes attributes as texts, those that are objects as JSON. */
const queueAttributes = (settings: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, typeof value === 'object' ? JSON.stringify(value) : String(value)]],
    ),
  );
