import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  type DynamoDBClient,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Delivery, deliverySchema } from '#contracts/delivery.ts';
import type { Ledger } from '#ports/ledger.ts';
import { batchPut } from './batch-put.ts';
import { type Item, text } from './item-attributes.ts';
import { deliveryItem, deliveryKey, outcomeItem, quarantineItem, taskItem, transitionItem } from './ledger-items.ts';
import { throttledAs } from './throttled.ts';

/** The ledger in DynamoDB. Claims are conditional puts; everything else may be written twice without harm. */
export function createDynamoLedger(options: { client: DynamoDBClient; tableName: string }): Ledger {
  const { client, tableName } = options;
  const put = async (item: Item) => {
    await client.send(new PutItemCommand({ TableName: tableName, Item: item }));
  };
  /** Puts the item where nothing is yet; returns the item that is there already, or null. */
  const putFirst = async (item: Item): Promise<Item | null> => {
    try {
      await client.send(
        new PutItemCommand({
          TableName: tableName,
          Item: item,
          ConditionExpression: 'attribute_not_exists(pk)',
          ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        }),
      );
      return null;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException && error.Item !== undefined) return error.Item;
      throw error;
    }
  };
  return {
    recordTransitions: (transitions) => batchPut(client, tableName, transitions.map(transitionItem)),
    recordOutcome: (outcome) => put(outcomeItem(outcome)),
    quarantine: (entry) => throttledAs('set an event aside in the ledger', () => put(quarantineItem(entry))),
    createTask: async (task) => (await putFirst(taskItem(task))) === null,
    async claimDelivery(delivery): Promise<Delivery | null> {
      const existing = await putFirst(deliveryItem(delivery));
      return existing === null ? null : deliverySchema.parse(JSON.parse(text(existing, 'entry')));
    },
    settleDelivery: (delivery) => put(deliveryItem(delivery)),
    async releaseDelivery(delivery) {
      try {
        await client.send(
          new DeleteItemCommand({
            TableName: tableName,
            Key: deliveryKey(delivery),
            // A late copy of this request must not take the claim of the next one away.
            ConditionExpression: 'entry = :claim',
            ExpressionAttributeValues: { ':claim': { S: text(deliveryItem(delivery), 'entry') } },
          }),
        );
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}
