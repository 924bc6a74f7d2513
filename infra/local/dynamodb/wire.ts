import * as z from 'zod';
import { createPostJson } from './post-json.ts';

/** An error that DynamoDB answered with. `code` is AWS's name of it. */
export class DynamoDbError extends Error {
  override readonly name = 'DynamoDbError';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Calls one action of DynamoDB or of its streams; the answer is whatever JSON came back. */
export type DynamoDbCall = (action: DynamoDbAction, request: Readonly<Record<string, unknown>>) => Promise<unknown>;

export type DynamoDbAction =
  | `DynamoDB_20120810.${'CreateTable' | 'DescribeTable' | 'UpdateTimeToLive' | 'ListTables' | 'Scan' | 'DeleteItem'}`
  | `DynamoDBStreams_20120810.${'DescribeStream' | 'GetShardIterator' | 'GetRecords'}`;

const callTimeoutMs = 10_000;
const errorSchema = z.object({
  __type: z.string().default('UnknownError'),
  message: z.string().optional(),
  Message: z.string().optional(),
});

/**
 * Speaks DynamoDB's JSON protocol to a local engine. It is not the SDK, which has the streams in a package of their
 * own; engines on a laptop do not check signatures, so this one is only well formed.
 */
export const createDynamoDbCall = (endpoint: string, region: string): DynamoDbCall => {
  const authorization =
    `AWS4-HMAC-SHA256 Credential=local/20000101/${region}/dynamodb/aws4_request, ` +
    'SignedHeaders=host, Signature=local';
  const post = createPostJson(endpoint);
  return async (action, request) => {
    const headers = {
      authorization,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-date': '20000101T000000Z',
      'x-amz-target': action,
    };
    const { status, text } = await post(JSON.stringify(request), headers, callTimeoutMs);
    const body: unknown = JSON.parse(text);
    if (status === 200) return body;
    const { __type, message, Message } = errorSchema.parse(body);
    throw new DynamoDbError(__type.split('#').at(-1) ?? __type, message ?? Message ?? `status ${status}`);
  };
};
