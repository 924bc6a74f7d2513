import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { App } from 'aws-cdk-lib';
import * as z from 'zod';
import { startDynamoDbEngine } from '#infra/local/dynamodb/dynamodb-engine.ts';
import { ensureTable } from '#infra/local/dynamodb/tables.ts';
import { StatefulStack } from '#infra/stacks/stateful-stack.ts';
import { localClientOptions } from './local-client-options.ts';

const region = 'us-east-1';

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const tableSchema = z.object({
  Type: z.literal('AWS::DynamoDB::Table'),
  Properties: z.object({
    KeySchema: keySchema,
    AttributeDefinitions: z.array(z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) })),
    GlobalSecondaryIndexes: z
      .array(z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: z.unknown() }))
      .optional(),
  }),
});
const templateSchema = z.object({ Resources: z.record(z.string(), z.unknown()) });

export type TableName = 'CustomerTable' | 'LedgerTable' | 'SourceTable';

/** The tables of the stack that is deployed, by their logical ids. */
function synthesizeTables(): Map<string, z.infer<typeof tableSchema>['Properties']> {
  const outdir = mkdtempSync(join(tmpdir(), 'holdfast-contract-'));
  try {
    const app = new App({ analyticsReporting: false, outdir });
    const settings = { ephemeral: true, alarmAddresses: [], eventWindowSeconds: 0, archiveWindowSeconds: 0 };
    new StatefulStack(app, 'HoldfastStateful', { settings });
    const { Resources } = templateSchema.parse(app.synth().getStackByName('HoldfastStateful').template);
    const tables = Object.entries(Resources).flatMap(([id, resource]) => {
      const table = tableSchema.safeParse(resource);
      return table.success ? [[id, table.data.Properties] as const] : [];
    });
    return new Map(tables);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** A real DynamoDB engine that makes tables as the stack declares them. */
export type DynamoDbFixture = {
  readonly client: DynamoDBClient;
  readonly endpoint: string;
  /** Makes an empty table and gives its name. */
  readonly createTable: (name: TableName) => Promise<string>;
  readonly stop: () => Promise<void>;
};

/** Starts the engine. */
export async function startDynamoDbFixture(): Promise<DynamoDbFixture> {
  const tables = synthesizeTables();
  const endpointUrl = process.env['AWS_ENDPOINT_URL_DYNAMODB'];
  const engine = await startDynamoDbEngine({ dataDirectory: undefined, region, endpointUrl });
  const client = new DynamoDBClient(localClientOptions(engine.endpoint));
  let created = 0;
  return {
    client,
    endpoint: engine.endpoint,
    async createTable(name) {
      const properties = [...tables].find(([logicalId]) => logicalId.startsWith(name))?.[1];
      if (properties === undefined) throw new Error(`Cannot create the table ${name}: the stack does not declare it`);
      created += 1;
      const tableName = `${name}-${process.pid}-${created}`;
      await ensureTable(engine.call, { TableName: tableName, BillingMode: 'PAY_PER_REQUEST', ...properties });
      return tableName;
    },
    async stop() {
      client.destroy();
      await engine.stop();
    },
  };
}
