import type { Item } from '#adapters/aws/item-attributes.ts';
import { customerKey, sortable, wakeShardOf } from '#adapters/aws/item-keys.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { type Meaning, meanings } from '#contracts/moment.ts';
import { eventIdHash, packEventIds, unpackEventIds } from '#domain/profile/event-ids.ts';
import type { DayTotals, MeaningTotals, ProfileState } from '#domain/profile/profile-state.ts';
import { ByteWriter } from '#domain/profile/variable-length-bytes.ts';

/**
 * The code that wrote layout 1, as it was: what is read from older items in tests was really written so. Changed are only
 * the names that are no longer there.
 */
type OlderState = Pick<ProfileState, 'totals' | 'days'>;

const daysKept = 96;
const recentEventIdsKept = 32;
const eventIdsPerPage = 16;

function mergeTotals(a: MeaningTotals, b: MeaningTotals): MeaningTotals {
  return {
    count: a.count + b.count,
    firstMs: Math.min(a.firstMs, b.firstMs),
    lastMs: Math.max(a.lastMs, b.lastMs),
    sumMinor: a.sumMinor + b.sumMinor,
  };
}

function mergeDays(a: readonly DayTotals[], b: readonly DayTotals[]): DayTotals[] {
  const byDay = new Map(a.map((day) => [day.day, day]));
  for (const day of b) {
    const own = byDay.get(day.day);
    const merged = {
      day: day.day,
      activities: (own?.activities ?? 0) + day.activities,
      purchases: (own?.purchases ?? 0) + day.purchases,
      purchaseMinor: (own?.purchaseMinor ?? 0) + day.purchaseMinor,
    };
    byDay.set(day.day, merged);
  }
  const merged = [...byDay.values()].sort((one, other) => one.day - other.day);
  return merged.length > daysKept ? merged.slice(merged.length - daysKept) : merged;
}

/** How states were joined: no day lost its counts, and the number of events was not kept. */
export function mergeOlderStates(a: OlderState, b: OlderState): OlderState {
  const totals = new Map<Meaning, MeaningTotals>(a.totals);
  for (const [meaning, other] of b.totals) {
    const own = totals.get(meaning);
    totals.set(meaning, own === undefined ? other : mergeTotals(own, other));
  }
  return { totals, days: mergeDays(a.days, b.days) };
}

/** State → bytes of state layout 1. */
export function encodeOlderState(state: OlderState): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(1);
  writer.unsigned(state.totals.size);
  for (const [position, meaning] of meanings.entries()) {
    const totals = state.totals.get(meaning);
    if (totals === undefined) continue;
    writer.unsigned(position);
    writer.unsigned(totals.count);
    writer.unsigned(totals.firstMs);
    writer.unsigned(totals.lastMs - totals.firstMs);
    writer.signed(totals.sumMinor);
  }
  writer.unsigned(state.days.length);
  let dayBefore = 0;
  for (const day of state.days) {
    writer.unsigned(day.day - dayBefore);
    writer.unsigned(day.activities);
    writer.unsigned(day.purchases);
    writer.signed(day.purchaseMinor);
    dayBefore = day.day;
  }
  return writer.bytes();
}

/** What a profile was before layout 2. */
export type OlderProfile = {
  readonly tenant: string;
  readonly customerId: string;
  readonly version: number;
  readonly state: OlderState;
  readonly recentEventIds: Uint8Array;
  readonly pageCount: number;
  readonly memberships: Readonly<Record<string, { sinceMs: number; version: number }>>;
  readonly riskBand: string;
  readonly judgedMs: number;
  readonly clock: 'live' | 'replay';
  readonly wakeAtMs: number | null;
  /** The transitions, as JSON text; empty if there were none. */
  readonly outbox: string;
};

/** Profile → item of layout 1. */
export function olderProfileItem(record: OlderProfile): Item {
  const pk = customerKey(record.tenant, record.customerId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: 'profile' },
    version: { N: String(record.version) },
    state: { B: encodeOlderState(record.state) },
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
  if (record.outbox !== '') {
    item['outboxVersion'] = { N: String(record.version) };
    item['outbox'] = { S: record.outbox };
  }
  return item;
}

/** A page of layout 1; DynamoDB's had `expiresAt` besides, the time of writing and 400 days, in seconds. */
export function olderPageItem(
  page: { tenant: string; customerId: string; index: number; eventIds: Uint8Array },
  expiresAtSeconds: number,
): Item {
  return {
    pk: { S: customerKey(page.tenant, page.customerId) },
    sk: { S: `page#${sortable(page.index)}` },
    ids: { B: page.eventIds },
    expiresAt: { N: String(expiresAtSeconds) },
  };
}

/** One write: folds what is new, and moves the oldest ids that were read to pages until the new ones fit. */
export function advanceOlder(
  record: OlderProfile,
  events: readonly CanonicalEvent[],
  stateOfEvent: (event: CanonicalEvent) => OlderState,
): { record: OlderProfile; pages: { tenant: string; customerId: string; index: number; eventIds: Uint8Array }[] } {
  const { tenant, customerId } = record;
  const recent = unpackEventIds(record.recentEventIds);
  const pages: { tenant: string; customerId: string; index: number; eventIds: Uint8Array }[] = [];
  let index = record.pageCount;
  let from = 0;
  while (recent.length - from + events.length > recentEventIdsKept && recent.length - from >= eventIdsPerPage) {
    pages.push({ tenant, customerId, index, eventIds: packEventIds(recent.slice(from, from + eventIdsPerPage)) });
    index += 1;
    from += eventIdsPerPage;
  }
  const state = events.map(stateOfEvent).reduce(mergeOlderStates, record.state);
  const kept = [...recent.slice(from), ...events.map((event) => eventIdHash(event.id))];
  const version = record.version + 1;
  return { record: { ...record, version, state, recentEventIds: packEventIds(kept), pageCount: index }, pages };
}
