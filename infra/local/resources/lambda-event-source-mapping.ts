import * as z from 'zod';
import { mostBatchesAtOnce } from '../event-sources/event-source.ts';
import { compileFilters, filterCriteriaSchema } from '../event-sources/filter-criteria.ts';
import { createBoundedConcurrency } from '../events/bounded-concurrency.ts';
import type { LocalFunction } from '../lambda/function-engine.ts';
import type { LocalAccount } from '../local-account.ts';
import type { LocalQueue } from '../sqs/local-queue.ts';
import { findFunction, requireTarget } from './lookups.ts';
import { flag, wholeNumber } from './property-schemas.ts';
import { type DeclaredResource, defineResourceType, resourceError } from './resource-type.ts';

const honoured = {
  EventSourceArn: z.string(),
  FunctionName: z.string(),
  Enabled: flag.default(true),
  BatchSize: wholeNumber(1, 10_000).optional(),
  MaximumBatchingWindowInSeconds: wholeNumber(0, 300).default(0),
  FilterCriteria: filterCriteriaSchema.optional(),
  FunctionResponseTypes: z.array(z.literal('ReportBatchItemFailures')).default([]),
  ScalingConfig: z.strictObject({ MaximumConcurrency: wholeNumber(2, 1000).optional() }).optional(),
  StartingPosition: z.enum(['TRIM_HORIZON', 'LATEST']).optional(),
  ParallelizationFactor: wholeNumber(1, 10).default(1),
  BisectBatchOnFunctionError: flag.default(false),
  MaximumRetryAttempts: wholeNumber(-1, 10_000).default(-1),
  MaximumRecordAgeInSeconds: wholeNumber(-1, 604_800).default(-1),
  DestinationConfig: z.strictObject({ OnFailure: z.strictObject({ Destination: z.string() }).optional() }).optional(),
};

type Properties = z.output<z.ZodObject<typeof honoured>>;

/** AWS::Lambda::EventSourceMapping, from an SQS queue or a DynamoDB stream. */
export const lambdaEventSourceMapping = defineResourceType({
  type: 'AWS::Lambda::EventSourceMapping',
  honoured,
  withoutLocalEffect: {
    KmsKeyArn: 'encryption is the business of the disk',
    MetricsConfig: 'there is no CloudWatch',
    ProvisionedPollerConfig: 'the poller is always there',
    Tags: 'no effect anywhere',
  },
  create: (properties, resource, account) => {
    const { EventSourceArn, FunctionName } = properties;
    const target = findFunction(FunctionName, account);
    if (target === undefined) throw resourceError(resource, `there is no function ${FunctionName}`);
    const queue = account.queues.queueByArn(EventSourceArn);
    const stream = account.tables.streamByArn(EventSourceArn);
    if (queue === undefined && stream === undefined) {
      throw resourceError(resource, `property EventSourceArn: ${EventSourceArn} is neither a queue nor a stream here`);
    }
    requireTarget(properties.DestinationConfig?.OnFailure?.Destination, resource, account);
    if (queue !== undefined) requireQueueProperties(properties, resource);
    if (properties.Enabled) {
      if (queue !== undefined) declareQueueMapping(queue, target, properties, account);
      else declareStreamMapping(EventSourceArn, target, properties, resource, account);
    }
    return { reference: resource.logicalId, attributes: { Id: resource.logicalId } };
  },
});

const requireQueueProperties = (properties: Properties, resource: DeclaredResource): void => {
  if ((properties.BatchSize ?? 10) > 10 && properties.MaximumBatchingWindowInSeconds < 1) {
    throw resourceError(
      resource,
      'property BatchSize: above 10 a queue needs MaximumBatchingWindowInSeconds of at least 1',
    );
  }
};

const declareQueueMapping = (
  queue: LocalQueue,
  target: LocalFunction,
  properties: Properties,
  account: LocalAccount,
): void => {
  account.mappings.declareQueueMapping({
    queue,
    functionName: target.name,
    invoke: target.invoke,
    batchSize: properties.BatchSize ?? 10,
    batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    mostConcurrentBatches: batchesAtOnce(target, properties),
    passes: compileFilters(properties.FilterCriteria),
    reportsBatchItemFailures: properties.FunctionResponseTypes.length > 0,
  });
};

const batchesAtOnce = ({ mostEnvironments }: LocalFunction, { ScalingConfig }: Properties): number =>
  Math.max(1, Math.min(ScalingConfig?.MaximumConcurrency ?? mostBatchesAtOnce, mostBatchesAtOnce, mostEnvironments));

const declareStreamMapping = (
  streamArn: string,
  target: LocalFunction,
  properties: Properties,
  resource: DeclaredResource,
  account: LocalAccount,
): void => {
  const { StartingPosition } = properties;
  const stream = account.tables.streamByArn(streamArn);
  if (stream === undefined || StartingPosition === undefined) {
    throw resourceError(resource, 'property StartingPosition: a stream needs one');
  }
  const limited = createBoundedConcurrency(batchesAtOnce(target, properties));
  account.mappings.declareStreamMapping(`${resource.stackName}-${resource.logicalId}`, stream, {
    target: { ...target, invoke: (payload) => limited(() => target.invoke(payload)) },
    startingPosition: StartingPosition,
    batchSize: properties.BatchSize ?? 100,
    batchingWindowSeconds: properties.MaximumBatchingWindowInSeconds,
    parallelizationFactor: properties.ParallelizationFactor,
    passes: compileFilters(properties.FilterCriteria),
    onFailureArn: properties.DestinationConfig?.OnFailure?.Destination ?? null,
    policy: {
      maximumRetryAttempts: properties.MaximumRetryAttempts,
      maximumRecordAgeSeconds: properties.MaximumRecordAgeInSeconds,
      bisects: properties.BisectBatchOnFunctionError,
      reportsBatchItemFailures: properties.FunctionResponseTypes.length > 0,
    },
  });
};
