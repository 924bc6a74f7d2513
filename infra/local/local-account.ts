import type { AssetLocations } from './assembly-assets.ts';
import type { DynamoDbEngine } from './dynamodb/dynamodb-engine.ts';
import type { TableRegistry } from './dynamodb/table-registry.ts';
import type { MappingRegistry } from './event-sources/mapping-registry.ts';
import type { Deliver } from './events/delivery.ts';
import type { EventBuses } from './events/event-buses.ts';
import type { ApiAssembly } from './http-api-assembly.ts';
import type { FunctionEngine } from './lambda/function-engine.ts';
import type { Schedules } from './scheduler/schedules.ts';
import type { QueueEngine } from './sqs/queue-engine.ts';

/** The AWS account on this machine: everything that resources are stood up in. */
export type LocalAccount = {
  readonly accountId: string;
  readonly region: string;
  readonly assets: AssetLocations;
  readonly dynamodb: DynamoDbEngine;
  readonly tables: TableRegistry;
  readonly queues: QueueEngine;
  readonly functions: FunctionEngine;
  readonly buses: EventBuses;
  readonly schedules: Schedules;
  readonly mappings: MappingRegistry;
  readonly api: ApiAssembly;
  /** Delivers to a queue or, asynchronously, to a function. */
  readonly deliver: Deliver;
};

/** The ARN of something in the account. */
export const arnOf = (
  { accountId, region }: Pick<LocalAccount, 'accountId' | 'region'>,
  service: string,
  resource: string,
): string => `arn:aws:${service}:${region}:${accountId}:${resource}`;
