import { dynamoDbGlobalTable, dynamoDbTable } from './dynamodb-table.ts';
import { eventBus } from './event-bus.ts';
import { eventRule } from './event-rule.ts';
import { httpApi } from './http-api.ts';
import { httpApiIntegration } from './http-api-integration.ts';
import { httpApiRoute } from './http-api-route.ts';
import { httpApiStage } from './http-api-stage.ts';
import { inertCatalogue } from './inert-catalogue.ts';
import { inertDelivery } from './inert-delivery.ts';
import { inertObservation } from './inert-observation.ts';
import { inertRights } from './inert-rights.ts';
import { lambdaEventInvokeConfig } from './lambda-event-invoke-config.ts';
import { lambdaEventSourceMapping } from './lambda-event-source-mapping.ts';
import { lambdaFunction } from './lambda-function.ts';
import type { ResourceType } from './resource-type.ts';
import { s3Bucket } from './s3-bucket.ts';
import { schedulerSchedule } from './scheduler-schedule.ts';
import { sqsQueue } from './sqs-queue.ts';

const all: readonly ResourceType[] = [
  dynamoDbGlobalTable,
  dynamoDbTable,
  eventBus,
  eventRule,
  httpApi,
  httpApiIntegration,
  httpApiRoute,
  httpApiStage,
  lambdaEventInvokeConfig,
  lambdaEventSourceMapping,
  lambdaFunction,
  s3Bucket,
  schedulerSchedule,
  sqsQueue,
  ...inertCatalogue,
  ...inertDelivery,
  ...inertObservation,
  ...inertRights,
];

/** Every resource type that the embedded AWS knows, by its CloudFormation name. */
export const knownResourceTypes: ReadonlyMap<string, ResourceType> = new Map(all.map((each) => [each.type, each]));
