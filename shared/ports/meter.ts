/**
 * What providers charge for. `write units` and `read units` are DynamoDB's request units, its indexes included;
 * `SQS requests` and `EventBridge entries` count every 64 KB begun; `S3 puts` are objects written, whatever their size;
 * `DynamoDB requests` cost nothing by themselves.
 */
export type Metered =
  | 'write units'
  | 'read units'
  | 'DynamoDB requests'
  | 'SQS requests'
  | 'EventBridge entries'
  | 'S3 puts'
  | 'e-mails';

/** Counts what is charged for. */
export interface Meter {
  count(what: Metered, units: number): void;
}

/** For whoever does not ask what it costs. */
export const unmetered: Meter = { count: () => undefined };
