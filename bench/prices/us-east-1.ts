/** What one line of a bill costs, and what it is charged for. */
export type Price = {
  readonly dollarsPerMillion: number;
  /** What AWS charges this for. */
  readonly chargedFor: string;
  /** The page of AWS that lists it. */
  readonly source: string;
};

/**
 * On-demand list prices of us-east-1, first tier, without the free tier, in dollars. Compare them with AWS's pages before
 * relying on them: they are not read from there.
 *
 * Not in it, for it depends on the deployment and not on a million events: storage, e-mails, CloudWatch (logs, metrics,
 * alarms, the dashboard), X-Ray, and traffic that leaves the region.
 */
export const prices = {
  'HTTP requests': {
    dollarsPerMillion: 1,
    chargedFor: 'a request to an HTTP API of API Gateway, for every 512 KB begun of its payload',
    source: 'https://aws.amazon.com/api-gateway/pricing/',
  },
  'write units': {
    dollarsPerMillion: 0.625,
    chargedFor:
      'a write request unit of DynamoDB on demand: an item put or deleted, for every 1 KB begun, its indexes besides',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/ (since 2024-11-01)',
  },
  'read units': {
    dollarsPerMillion: 0.125,
    chargedFor: 'a read request unit of DynamoDB on demand: 4 KB begun read consistently, or twice as much eventually',
    source: 'https://aws.amazon.com/dynamodb/pricing/on-demand/ (since 2024-11-01)',
  },
  'SQS requests': {
    dollarsPerMillion: 0.4,
    chargedFor:
      'a request to send, receive or delete messages of a standard queue, for every 64 KB begun of its payload',
    source: 'https://aws.amazon.com/sqs/pricing/',
  },
  'Lambda requests': {
    dollarsPerMillion: 0.2,
    chargedFor: 'an invocation of a function',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  'Lambda GB-seconds': {
    dollarsPerMillion: 13.3334,
    chargedFor: 'a second of a function on arm64, waiting included, times the memory that it was given, in GB',
    source: 'https://aws.amazon.com/lambda/pricing/',
  },
  'EventBridge entries': {
    dollarsPerMillion: 1,
    chargedFor: 'an event put on a bus of our own, for every 64 KB begun; handing it to SQS costs nothing more here',
    source: 'https://aws.amazon.com/eventbridge/pricing/',
  },
  'S3 puts': {
    dollarsPerMillion: 5,
    chargedFor: 'an object that is put into a bucket of S3 Standard, whatever its size; storing it is not in it',
    source: 'https://aws.amazon.com/s3/pricing/',
  },
} as const satisfies Record<string, Price>;

/** A gigabyte for a month in S3 Standard, first tier: https://aws.amazon.com/s3/pricing/. It is in no line of the bill. */
export const dollarsPerStoredGigabyteMonth = 0.023;

/** A request that reads an object of S3 Standard: https://aws.amazon.com/s3/pricing/. No event costs one, only a replay does. */
export const dollarsPerMillionGets = 0.4;

/** A line of the bill. */
export type BillLine = keyof typeof prices;

/** When these prices were last compared with what is published about them. */
export const pricesAsOf = '2026-06-13';
