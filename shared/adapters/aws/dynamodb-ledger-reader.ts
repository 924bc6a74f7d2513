import { type DynamoDBClient, paginateQuery, QueryCommand, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { LedgerReader, Page } from '#ports/ledger.ts';
import type { Item } from './item-attributes.ts';
import { ledgerCustomerKey } from './ledger-items.ts';
import {
  type CustomerList,
  deliveryList,
  newestFirst,
  openTaskList,
  outcomeFeed,
  outcomeList,
  parseTransition,
  quarantineList,
  type TenantList,
  taskList,
  transitionPrefix,
} from './ledger-lists.ts';
import { pageToken, readPageToken } from './page-token.ts';
import { queryAll } from './query-all.ts';

type PageRequest = { readonly limit: number; readonly next: string | null };

/** Most deliveries, tasks or outcomes of one customer that are put in order of time. */
const maximumEntries = 10_000;

/** Reads the ledger in DynamoDB, page by page. */
export function createDynamoLedgerReader(options: { client: DynamoDBClient; tableName: string }): LedgerReader {
  const { client, tableName } = options;

  const ofCustomer = (tenant: string, customerId: string, prefix: string): QueryCommandInput => ({
    TableName: tableName,
    KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
    ExpressionAttributeValues: { ':pk': { S: ledgerCustomerKey(tenant, customerId) }, ':prefix': { S: prefix } },
    ScanIndexForward: false,
  });

  async function transitionsOf(tenant: string, customerId: string, limit: number) {
    const found: Item[] = [];
    // A page ends at 1 MB, whatever its limit.
    for await (const page of paginateQuery(
      { client, pageSize: limit },
      ofCustomer(tenant, customerId, transitionPrefix),
    )) {
      found.push(...(page.Items ?? []));
      if (found.length >= limit) break;
    }
    return found.slice(0, limit).map(parseTransition);
  }

  async function entries<Entry>(list: CustomerList<Entry>, tenant: string, customerId: string, limit: number) {
    const what = `the ledger of customer ${customerId}`;
    const found = await queryAll(client, ofCustomer(tenant, customerId, list.prefix), { limit: maximumEntries, what });
    return newestFirst(list, found, limit);
  }

  async function ofTenant<Entry>(list: TenantList<Entry>, tenant: string, page: PageRequest): Promise<Page<Entry>> {
    const answer = await client.send(
      new QueryCommand({
        TableName: tableName,
        IndexName: 'inbox',
        KeyConditionExpression: 'inboxPartition = :partition',
        ExpressionAttributeValues: { ':partition': { S: list.partition(tenant) } },
        ScanIndexForward: list.isAscending,
        Limit: page.limit,
        ...(page.next === null ? {} : { ExclusiveStartKey: readPageToken(page.next) }),
      }),
    );
    return {
      items: (answer.Items ?? []).map(list.parse),
      next: answer.LastEvaluatedKey === undefined ? null : pageToken(answer.LastEvaluatedKey),
    };
  }

  return {
    transitionsOf,
    deliveriesOf: (tenant, customerId, limit) => entries(deliveryList, tenant, customerId, limit),
    tasksOf: (tenant, customerId, limit) => entries(taskList, tenant, customerId, limit),
    outcomesOf: (tenant, customerId, limit) => entries(outcomeList, tenant, customerId, limit),
    openTasks: (tenant, page) => ofTenant(openTaskList, tenant, page),
    outcomes: (tenant, page) => ofTenant(outcomeFeed, tenant, page),
    quarantined: (tenant, page) => ofTenant(quarantineList, tenant, page),
  };
}
