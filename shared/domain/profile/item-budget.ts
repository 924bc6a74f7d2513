import type { ProfileRecord } from '#contracts/profile-record.ts';
import { encodeOutbox } from './outbox-layout.ts';
import { encodeBody } from './record-layout.ts';

/** One write unit: an item that passes it costs two. */
export const itemBudgetBytes = 1_024;

/** Bytes of a number attribute: one for each two significant digits, and one more. */
function numberBytes(value: number): number {
  const digits = String(value).replace(/0+$/, '').length;
  return Math.ceil(digits / 2) + 1;
}

/**
 * The size of a profile's item as DynamoDB counts it: the UTF-8 bytes of attribute names and values (Amazon DynamoDB
 * developer guide, "DynamoDB item sizes and formats").
 */
export function profileItemBytes(record: ProfileRecord): number {
  const keys =
    'pk'.length + Buffer.byteLength(`${record.tenant}|${record.customerId}`) + 'sk'.length + 'profile'.length;
  const version = 'version'.length + numberBytes(record.version);
  const body = 'body'.length + encodeBody(record).length;
  const wake = record.wakeAtMs === null ? 0 : 'wakeShard'.length + 1 + 'wakeAt'.length + numberBytes(record.wakeAtMs);
  const outbox =
    record.outbox === null
      ? 0
      : 'outboxVersion'.length + numberBytes(record.version) + 'outbox'.length + encodeOutbox(record.outbox).length;
  return keys + version + body + wake + outbox;
}
