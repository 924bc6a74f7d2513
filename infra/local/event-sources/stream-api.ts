import * as z from 'zod';
import type { DynamoDbCall } from '../dynamodb/wire.ts';

const recordSchema = z.looseObject({
  eventID: z.string(),
  eventName: z.string(),
  dynamodb: z.looseObject({
    Keys: z.record(z.string(), z.unknown()),
    SequenceNumber: z.string(),
    ApproximateCreationDateTime: z.number().optional(),
  }),
});

/** A record of a DynamoDB stream, as GetRecords gives it. */
export type StreamRecord = z.infer<typeof recordSchema>;

export type StreamShard = { readonly shardId: string; readonly parentShardId: string | undefined };
export type StreamPage = { readonly records: readonly StreamRecord[]; readonly nextIterator: string | undefined };

/** Where reading of a shard begins. */
export type StreamPosition =
  | { readonly kind: 'TRIM_HORIZON' | 'LATEST' }
  | { readonly kind: 'AFTER_SEQUENCE_NUMBER'; readonly sequenceNumber: string };

const shardsSchema = z.object({
  StreamDescription: z.object({
    Shards: z.array(z.object({ ShardId: z.string(), ParentShardId: z.string().optional() })),
    LastEvaluatedShardId: z.string().optional(),
  }),
});
const iteratorSchema = z.object({ ShardIterator: z.string() });
const recordsSchema = z.object({ Records: z.array(recordSchema), NextShardIterator: z.string().nullish() });

const mostShardPages = 100;

/** Lists the shards of a stream. */
export const listShards = async (call: DynamoDbCall, streamArn: string): Promise<readonly StreamShard[]> => {
  const shards: StreamShard[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostShardPages; page += 1) {
    const start = after === undefined ? {} : { ExclusiveStartShardId: after };
    const answer = await call('DynamoDBStreams_20120810.DescribeStream', { StreamArn: streamArn, ...start });
    const { Shards, LastEvaluatedShardId } = shardsSchema.parse(answer).StreamDescription;
    shards.push(...Shards.map(({ ShardId, ParentShardId }) => ({ shardId: ShardId, parentShardId: ParentShardId })));
    after = LastEvaluatedShardId;
    if (after === undefined) return shards;
  }
  throw new Error(`Cannot read the stream ${streamArn}: more than ${mostShardPages} pages of shards`);
};

/** Gets an iterator into a shard. */
export const shardIterator = async (
  call: DynamoDbCall,
  streamArn: string,
  shardId: string,
  position: StreamPosition,
): Promise<string> => {
  const sequence = position.kind === 'AFTER_SEQUENCE_NUMBER' ? { SequenceNumber: position.sequenceNumber } : {};
  const answer = await call('DynamoDBStreams_20120810.GetShardIterator', {
    StreamArn: streamArn,
    ShardId: shardId,
    ShardIteratorType: position.kind,
    ...sequence,
  });
  return iteratorSchema.parse(answer).ShardIterator;
};

/** Reads records from an iterator on; no next iterator means that the shard has ended. */
export const readRecords = async (call: DynamoDbCall, iterator: string, mostRecords: number): Promise<StreamPage> => {
  const answer = await call('DynamoDBStreams_20120810.GetRecords', { ShardIterator: iterator, Limit: mostRecords });
  const { Records, NextShardIterator } = recordsSchema.parse(answer);
  return { records: Records, nextIterator: NextShardIterator ?? undefined };
};
