import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { ProfileStore } from '#ports/profile-store.ts';
import { customerKey, traitsSortKey } from './item-keys.ts';
import { throttledAs } from './throttled.ts';
import { parseTraitsItem } from './traits-item.ts';

/** Reads customers' traits in DynamoDB, and nothing else: for whoever writes to people and never looks at a profile. */
export function createDynamoTraitReader(options: {
  client: DynamoDBClient;
  tableName: string;
}): Pick<ProfileStore, 'loadTraits'> {
  const { client, tableName } = options;
  return {
    async loadTraits(tenant, customerId) {
      const Key = { pk: { S: customerKey(tenant, customerId) }, sk: { S: traitsSortKey } };
      const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
      const answer = await throttledAs(`read the traits of customer ${customerId}`, () => client.send(command));
      return parseTraitsItem(answer.Item ?? null);
    },
  };
}
