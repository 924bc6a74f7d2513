import type { Announcement } from '#contracts/announcement.ts';
import { type ProfileRecord, profileRecordSchema } from '#contracts/profile-record.ts';
import { decodeOutbox, encodeOutbox } from '#domain/profile/outbox-layout.ts';
import { decodeBody, encodeBody } from '#domain/profile/record-layout.ts';
import { bytes, type Item, number, optionalNumber, text } from './item-attributes.ts';
import { customerKey, parseCustomerKey, profileSortKey, wakeShardOf } from './item-keys.ts';
import { parseOlderProfileItem } from './older-profile-item.ts';

/** What a profile item has to announce; null if nothing. */
export function outboxOf(item: Item): Announcement | null {
  const outbox = item['outbox']?.B;
  return outbox === undefined ? null : decodeOutbox(outbox);
}

/**
 * Profile record → item. `wakeShard` and `wakeAt` put it into the wake-up index; `outbox` is there only when there is
 * something to announce, so that the stream's filter drops all other writes before they cost an invocation. Everything else
 * lies in `body`, in the layout of `domain/profile/record-layout.ts`.
 */
export function profileItem(record: ProfileRecord): Item {
  const pk = customerKey(record.tenant, record.customerId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: profileSortKey },
    version: { N: String(record.version) },
    body: { B: encodeBody(record) },
  };
  if (record.wakeAtMs !== null) {
    item['wakeShard'] = { S: wakeShardOf(pk) };
    item['wakeAt'] = { N: String(record.wakeAtMs) };
  }
  if (record.outbox !== null) {
    // What the stream's filter looks for. It is the same in every layout, so that no write is missed while one replaces another.
    item['outboxVersion'] = { N: String(record.version) };
    item['outbox'] = { B: encodeOutbox(record.outbox) };
  }
  return item;
}

/** What is not in our own binary layouts, whose readers check as they read. */
const attributesSchema = profileRecordSchema.pick({ tenant: true, customerId: true, version: true, wakeAtMs: true });

/** Item → profile record, from today's layout or from an older one. Throws if the item does not hold one, or is of a newer one. */
export function parseProfileItem(item: Item): ProfileRecord {
  if (item['body'] === undefined && item['state'] !== undefined) return parseOlderProfileItem(item);
  const attributes = attributesSchema.parse({
    ...parseCustomerKey(text(item, 'pk')),
    version: number(item, 'version'),
    wakeAtMs: optionalNumber(item, 'wakeAt'),
  });
  return { ...attributes, ...decodeBody(bytes(item, 'body')), outbox: outboxOf(item) };
}
