import * as z from 'zod';
import { enableTimeToLive, ensureTable, type TableRequest } from '../dynamodb/tables.ts';
import { arnOf, type LocalAccount } from '../local-account.ts';
import { physicalName } from './physical-name.ts';
import { flag } from './property-schemas.ts';
import { type CreatedResource, type DeclaredResource, defineResourceType } from './resource-type.ts';

const keySchema = z.array(z.strictObject({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));

const projection = z.strictObject({
  ProjectionType: z.enum(['ALL', 'KEYS_ONLY', 'INCLUDE']),
  NonKeyAttributes: z.array(z.string()).optional(),
});

// Capacity limits nothing here: the engine takes what it can.
const capacity = z.unknown().optional();

const globalIndex = z
  .strictObject({
    IndexName: z.string(),
    KeySchema: keySchema,
    Projection: projection,
    ProvisionedThroughput: capacity,
    OnDemandThroughput: capacity,
    WarmThroughput: capacity,
    ContributorInsightsSpecification: capacity,
    WriteProvisionedThroughputSettings: capacity,
    WriteOnDemandThroughputSettings: capacity,
    ReadProvisionedThroughputSettings: capacity,
    ReadOnDemandThroughputSettings: capacity,
  })
  .transform(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));

const localIndex = z.strictObject({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });

const honoured = {
  TableName: z.string().optional(),
  KeySchema: keySchema,
  AttributeDefinitions: z.array(z.strictObject({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
  GlobalSecondaryIndexes: z.array(globalIndex).default([]),
  LocalSecondaryIndexes: z.array(localIndex).default([]),
  StreamSpecification: z
    .strictObject({
      StreamViewType: z.enum(['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES']),
      ResourcePolicy: z.unknown().optional(),
    })
    .optional(),
  TimeToLiveSpecification: z.strictObject({ AttributeName: z.string().optional(), Enabled: flag }).optional(),
};

const sharedWithoutEffect = {
  BillingMode: 'nothing is billed, and capacity limits nothing',
  SSESpecification: 'encryption is the business of the disk',
};

/** AWS::DynamoDB::Table */
export const dynamoDbTable = defineResourceType({
  type: 'AWS::DynamoDB::Table',
  honoured,
  withoutLocalEffect: {
    ...sharedWithoutEffect,
    ProvisionedThroughput: 'capacity limits nothing',
    OnDemandThroughput: 'capacity limits nothing',
    WarmThroughput: 'capacity limits nothing',
    TableClass: 'a price',
    PointInTimeRecoverySpecification: 'there are no backups',
    DeletionProtectionEnabled: 'no table is ever deleted',
    ContributorInsightsSpecification: 'there is no CloudWatch',
    ResourcePolicy: 'rights are not checked',
    Tags: 'no effect anywhere',
  },
  create: (properties, resource, account) => createTable(properties, resource, account),
});

/** AWS::DynamoDB::GlobalTable: its replica in this region. */
export const dynamoDbGlobalTable = defineResourceType({
  type: 'AWS::DynamoDB::GlobalTable',
  honoured,
  withoutLocalEffect: {
    ...sharedWithoutEffect,
    Replicas: 'there is one region, and the settings of a replica have no effect here',
    WriteProvisionedThroughputSettings: 'capacity limits nothing',
    WriteOnDemandThroughputSettings: 'capacity limits nothing',
    ReadProvisionedThroughputSettings: 'capacity limits nothing',
    ReadOnDemandThroughputSettings: 'capacity limits nothing',
    WarmThroughput: 'capacity limits nothing',
    MultiRegionConsistency: 'there is one region',
  },
  create: (properties, resource, account) => createTable(properties, resource, account),
});

const createTable = async (
  properties: z.output<z.ZodObject<typeof honoured>>,
  resource: DeclaredResource,
  account: LocalAccount,
): Promise<CreatedResource> => {
  const { dynamodb, tables } = account;
  const tableName = properties.TableName ?? physicalName(resource, 255);
  const description = await ensureTable(dynamodb.call, tableRequest(tableName, properties));
  const { TimeToLiveSpecification: timeToLive } = properties;
  if (timeToLive?.Enabled === true && timeToLive.AttributeName !== undefined) {
    await enableTimeToLive(dynamodb.call, tableName, timeToLive.AttributeName);
    const keyNames = properties.KeySchema.map(({ AttributeName }) => AttributeName);
    tables.addExpiring({ tableName, keyNames, timeToLiveAttribute: timeToLive.AttributeName });
  }
  const arn = arnOf(account, 'dynamodb', `table/${tableName}`);
  if (description.LatestStreamArn === undefined) return { reference: tableName, attributes: { Arn: arn } };
  const streamArn = `${arn}/stream/local`;
  tables.addStream({ tableName, streamArn, engineStreamArn: description.LatestStreamArn });
  return { reference: tableName, attributes: { Arn: arn, StreamArn: streamArn } };
};

const tableRequest = (tableName: string, properties: z.output<z.ZodObject<typeof honoured>>): TableRequest => {
  const { KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, LocalSecondaryIndexes, StreamSpecification } =
    properties;
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema,
    AttributeDefinitions,
    ...(GlobalSecondaryIndexes.length > 0 && { GlobalSecondaryIndexes }),
    ...(LocalSecondaryIndexes.length > 0 && { LocalSecondaryIndexes }),
    ...(StreamSpecification !== undefined && {
      StreamSpecification: { StreamEnabled: true, StreamViewType: StreamSpecification.StreamViewType },
    }),
  };
};
