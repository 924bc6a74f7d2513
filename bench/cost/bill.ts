import { type BillLine, prices } from '../prices/us-east-1.ts';

/** Units of every line of a bill. */
export type Units = Readonly<Record<BillLine, number>>;

/** Dollars of every line of a bill, and their sum. */
export type Bill = { readonly lines: Readonly<Record<BillLine, number>>; readonly dollars: number };

export const billLines: readonly BillLine[] = [
  'HTTP requests',
  'write units',
  'read units',
  'SQS requests',
  'Lambda requests',
  'Lambda GB-seconds',
  'EventBridge entries',
  'S3 puts',
];

/** A value for every line. */
export function eachLine(value: (line: BillLine) => number): Record<BillLine, number> {
  return {
    'HTTP requests': value('HTTP requests'),
    'write units': value('write units'),
    'read units': value('read units'),
    'SQS requests': value('SQS requests'),
    'Lambda requests': value('Lambda requests'),
    'Lambda GB-seconds': value('Lambda GB-seconds'),
    'EventBridge entries': value('EventBridge entries'),
    'S3 puts': value('S3 puts'),
  };
}

/** What the units cost. */
export function billOf(units: Units): Bill {
  const lines = eachLine((line) => (units[line] * prices[line].dollarsPerMillion) / 1_000_000);
  return { lines, dollars: billLines.reduce((sum, line) => sum + lines[line], 0) };
}
