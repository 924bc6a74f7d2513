import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SurveyProgressStore } from '#ports/survey-progress-store.ts';
import { putVersion } from './conditional-put.ts';
import type { Item } from './item-attributes.ts';
import {
  censusItems,
  censusOfItems,
  parseProgressItem,
  partSortKey,
  progressItem,
  progressSortKey,
  surveyPartition,
} from './survey-items.ts';
import { throttledAs } from './throttled.ts';

/**
 * The progress of the survey, in the ledger table: the parts of what it has counted first, then the item that points at
 * them.
 */
export function createDynamoSurveyProgressStore(options: {
  client: DynamoDBClient;
  tableName: string;
}): SurveyProgressStore {
  const { client, tableName } = options;

  async function read(sortKey: string): Promise<Item | null> {
    const Key = { pk: { S: surveyPartition }, sk: { S: sortKey } };
    const command = new GetItemCommand({ TableName: tableName, Key, ConsistentRead: true });
    const { Item } = await throttledAs('read the progress of the survey', () => client.send(command));
    return Item ?? null;
  }

  return {
    async load() {
      const item = await read(progressSortKey);
      if (item === null) return null;
      const { progress, parts } = parseProgressItem(item);
      const found: (Item | null)[] = [];
      for (let index = 0; index < (parts?.count ?? 0); index += 1) {
        found.push(await read(partSortKey(parts?.content ?? '', index)));
      }
      return { progress, census: censusOfItems(found) };
    },
    async save(survey) {
      const { census, progress } = survey;
      const written = census === null ? null : censusItems(census, progress.startedMs);
      for (const Item of written?.items ?? []) {
        const command = new PutItemCommand({ TableName: tableName, Item });
        await throttledAs('write what the survey has counted', () => client.send(command));
      }
      return putVersion(client, tableName, progressItem(survey, written?.parts ?? null), progress.version);
    },
  };
}
