import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { Source } from '#contracts/source.ts';
import type { KeyOwner, SourceStore } from '#ports/source-store.ts';
import { type Item, text } from './item-attributes.ts';
import { pageToken, readPageToken } from './page-token.ts';
import { endConditions, type KeyEnd } from './source-changes.ts';
import { parseSourceItem, sourceItem } from './source-item.ts';
import { throttledAs } from './throttled.ts';

/** Whether a conditional write was done; any failure but its condition is thrown. */
async function isWritten(writing: Promise<unknown>): Promise<boolean> {
  try {
    await writing;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

/** Sources in DynamoDB, by the hash of their write key. Throttling is thrown as ThrottledError. */
export function createDynamoSourceStore(options: { client: DynamoDBClient; tableName: string }): SourceStore {
  const { client, tableName: TableName } = options;

  async function read(writeKeyHash: string): Promise<Item | null> {
    const Key = { pk: { S: writeKeyHash } };
    const command = new GetItemCommand({ TableName, Key, ConsistentRead: true });
    const answer = await throttledAs('look a write key up', () => client.send(command));
    return answer.Item ?? null;
  }

  async function find(writeKeyHash: string): Promise<Source | null> {
    const item = await read(writeKeyHash);
    return item === null ? null : parseSourceItem(item);
  }

  async function end({ tenant, writeKeyHash }: KeyOwner, { attribute, atMs }: KeyEnd): Promise<Source | null> {
    const item = await read(writeKeyHash);
    if (item === null || parseSourceItem(item).tenant !== tenant) return null;
    const command = new UpdateItemCommand({
      TableName,
      Key: { pk: { S: writeKeyHash } },
      UpdateExpression: `SET ${attribute} = :at, #tenant = :tenant`,
      // The source as it was read: that of this tenant, and no other.
      ConditionExpression: `#source = :source AND ${endConditions[attribute]}`,
      ExpressionAttributeNames: { '#source': 'source', '#tenant': 'tenant' },
      ExpressionAttributeValues: {
        ':at': { N: String(atMs) },
        ':tenant': { S: tenant },
        ':source': { S: text(item, 'source') },
      },
    });
    await isWritten(throttledAs('end a write key', () => client.send(command)));
    return find(writeKeyHash);
  }

  return {
    find,
    async add(source) {
      const ConditionExpression = 'attribute_not_exists(pk)';
      const command = new PutItemCommand({ TableName, Item: sourceItem(source), ConditionExpression });
      return (await isWritten(throttledAs('add a write key', () => client.send(command)))) ? 'written' : 'conflict';
    },
    async list(tenant, page) {
      // A deployment has few keys, and people ask for them: no index is worth its price.
      const command = new ScanCommand({
        TableName,
        ConsistentRead: true,
        // Older items say their tenant only in the text.
        FilterExpression: 'attribute_not_exists(#tenant) OR #tenant = :tenant',
        ExpressionAttributeNames: { '#tenant': 'tenant' },
        ExpressionAttributeValues: { ':tenant': { S: tenant } },
        Limit: page.limit,
        ...(page.next === null ? {} : { ExclusiveStartKey: readPageToken(page.next) }),
      });
      const answer = await throttledAs('list write keys', () => client.send(command));
      return {
        items: (answer.Items ?? []).map(parseSourceItem).filter((source) => source.tenant === tenant),
        next: answer.LastEvaluatedKey === undefined ? null : pageToken(answer.LastEvaluatedKey),
      };
    },
    expire: (key, expiresMs) => end(key, { attribute: 'expiresMs', atMs: expiresMs }),
    revoke: (key, revokedMs) => end(key, { attribute: 'revokedMs', atMs: revokedMs }),
  };
}
