import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { firstMemberPosition, maximumMembers, type ProfileStore } from '#ports/profile-store.ts';
import { text } from './item-attributes.ts';
import { customerKey, memberSortKeyPrefix } from './item-keys.ts';
import { memberChunkOf, memberItem, parseMemberItem } from './member-item.ts';
import { throttledAs } from './throttled.ts';

/** Who belongs to which account, in DynamoDB: one small item each. Throttling is thrown as ThrottledError. */
export function createDynamoMembers(options: {
  client: DynamoDBClient;
  tableName: string;
}): Pick<ProfileStore, 'putMember' | 'loadMembers' | 'loadMemberChunk'> {
  const { client, tableName } = options;

  function query(tenant: string, account: string, more: Partial<QueryCommandInput>) {
    const pk = { S: customerKey(tenant, account) };
    const command = new QueryCommand({
      TableName: tableName,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': { S: memberSortKeyPrefix } },
      ConsistentRead: true,
      ...more,
    });
    return throttledAs(`read who belongs to ${account}`, () => client.send(command));
  }

  return {
    async putMember(tenant, account, userId, register) {
      const command = new PutItemCommand({
        TableName: tableName,
        Item: memberItem(tenant, account, userId, register),
        ConditionExpression: 'attribute_not_exists(#version) OR #version <= :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': { N: String(register.version) } },
      });
      try {
        await throttledAs(`write that ${userId} belongs to ${account}`, () => client.send(command));
      } catch (error) {
        // A later version is there.
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
    async loadMemberChunk(tenant, account, after) {
      const pk = { S: customerKey(tenant, account) };
      const start = after === firstMemberPosition ? {} : { ExclusiveStartKey: { pk, sk: { S: after } } };
      const { Items = [], LastEvaluatedKey } = await query(tenant, account, start);
      return memberChunkOf(Items, LastEvaluatedKey === undefined ? null : text(LastEvaluatedKey, 'sk'));
    },
    async loadMembers(tenant, account) {
      // One answer holds them all: they are a small part of its 1 MB.
      const { Items = [] } = await query(tenant, account, { Limit: maximumMembers });
      return Items.map((item) => parseMemberItem(item).userId);
    },
  };
}
