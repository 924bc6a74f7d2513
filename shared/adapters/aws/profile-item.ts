import * as z from 'zod';
import { type ProfileRecord, profileRecordSchema } from '#contracts/profile-record.ts';
import { transitionSchema } from '#contracts/transition.ts';
import { bytes, type Item, number, optionalNumber, text } from './item-attributes.ts';
import { customerKey, parseCustomerKey, profileSortKey, wakeShardOf } from './item-keys.ts';

const outboxSchema = z.array(transitionSchema);

/** The transitions that a profile item carries for announcing; none if it carries none. */
export function outboxOf(item: Item): z.infer<typeof outboxSchema> {
  const json = item['outbox']?.S;
  return json === undefined ? [] : outboxSchema.parse(JSON.parse(json));
}

/**
 * Profile record → item. `wakeShard` and `wakeAt` put it into the wake-up index; `outboxVersion` is there only when
 * there is something to announce, so that the stream's filter drops all other writes before they cost an invocation.
 */
export function profileItem(record: ProfileRecord): Item {
  const pk = customerKey(record.tenant, record.customerId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: profileSortKey },
    version: { N: String(record.version) },
    state: { B: record.state },
    recent: { B: record.recentEventIds },
    pages: { N: String(record.pageCount) },
    members: { S: JSON.stringify(record.memberships) },
    band: { S: record.riskBand },
    judged: { N: String(record.judgedMs) },
    clock: { S: record.clock },
  };
  if (record.wakeAtMs !== null) {
    item['wakeShard'] = { S: wakeShardOf(pk) };
    item['wakeAt'] = { N: String(record.wakeAtMs) };
  }
  if (record.outbox.length > 0) {
    item['outboxVersion'] = { N: String(record.version) };
    item['outbox'] = { S: JSON.stringify(record.outbox) };
  }
  return item;
}

/** Item → profile record. Throws if the item does not hold one. */
export function parseProfileItem(item: Item): ProfileRecord {
  return profileRecordSchema.parse({
    ...parseCustomerKey(text(item, 'pk')),
    version: number(item, 'version'),
    state: bytes(item, 'state'),
    recentEventIds: bytes(item, 'recent'),
    pageCount: number(item, 'pages'),
    memberships: JSON.parse(text(item, 'members')),
    riskBand: text(item, 'band'),
    judgedMs: number(item, 'judged'),
    clock: text(item, 'clock'),
    wakeAtMs: optionalNumber(item, 'wakeAt'),
    outbox: outboxOf(item),
  });
}
