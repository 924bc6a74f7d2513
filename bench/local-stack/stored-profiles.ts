import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { parseProfileItem } from '#adapters/aws/profile-item.ts';
import { subjectOf } from '#domain/profile/customer-of.ts';
import { decodeState } from '#domain/profile/state-layout.ts';

/** What lies in the customer table. */
export type StoredProfiles = {
  readonly profiles: number;
  /** Writes that they have had. */
  readonly writes: number;
  /** Events that are counted in them. */
  readonly events: number;
};

/** Reads all profiles of the customer table. */
export async function storedProfiles(client: DynamoDBClient, tableName: string): Promise<StoredProfiles> {
  let profiles = 0;
  let writes = 0;
  let events = 0;
  for await (const page of paginateScan({ client }, { TableName: tableName, ConsistentRead: true })) {
    for (const item of page.Items ?? []) {
      if (item['sk']?.S !== 'profile') continue;
      const record = parseProfileItem(item);
      writes += record.version;
      // What an account has counted, its customers have as well.
      if (subjectOf(record.customerId) === 'customer') events += decodeState(record.state).events;
      profiles += 1;
    }
  }
  return { profiles, writes, events };
}
