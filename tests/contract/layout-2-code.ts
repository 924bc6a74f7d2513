import type { Item } from '#adapters/aws/item-attributes.ts';
import { customerKey, wakeShardOf } from '#adapters/aws/item-keys.ts';
import { meanings } from '#contracts/moment.ts';
import type { PagedIds } from '#contracts/profile-record.ts';
import { type RiskBand, riskBands } from '#contracts/transition.ts';
import type { DayTotals, VitalSigns } from '#domain/profile/profile-state.ts';
import { ByteWriter } from '#domain/profile/variable-length-bytes.ts';

/** The code that wrote layout 2 of profiles, as it was, so that what tests read in that layout was really written so. */

function kindOf({ activities, purchases, purchaseMinor }: DayTotals): 0 | 1 | 2 | 3 {
  if (purchases !== 0 || purchaseMinor !== 0) return 2;
  if (activities === 0) return 3;
  return activities === 1 ? 0 : 1;
}

function writeDay(writer: ByteWriter, day: DayTotals, gap: number): void {
  const kind = kindOf(day);
  writer.unsigned(gap * 4 + kind);
  if (kind === 1 || kind === 2) writer.unsigned(day.activities);
  if (kind !== 2) return;
  writer.unsigned(day.purchases);
  writer.signed(day.purchaseMinor);
}

/** State → bytes of state layout 2. */
export function encodeLayout2State(state: VitalSigns): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(2);
  writer.unsigned(state.events);
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
    writeDay(writer, day, day.day - dayBefore);
    dayBefore = day.day;
  }
  return writer.bytes();
}

type Layout2Change =
  | { readonly kind: 'entered' | 'exited'; readonly segment: string; readonly segmentVersion: number }
  | { readonly kind: 'risk'; readonly from: RiskBand; readonly to: RiskBand; readonly score: number | null };

/** What a write of layout 2 had to tell. */
export type Layout2Announcement = {
  readonly mode: 'live' | 'replay';
  readonly correlationId: string;
  readonly cause:
    | { readonly kind: 'event'; readonly eventId: string; readonly eventName: string }
    | { readonly kind: 'time' }
    | { readonly kind: 'join'; readonly customerId: string };
  readonly changes: readonly Layout2Change[];
};

/** What a profile was in layout 2. */
export type Layout2Profile = {
  readonly tenant: string;
  readonly customerId: string;
  readonly version: number;
  readonly state: VitalSigns;
  readonly recentEventIds: Uint8Array;
  readonly recentFromHistory: boolean;
  readonly pagedIds: Exclude<PagedIds, { kind: 'older' }>;
  readonly memberships: Readonly<Record<string, { sinceMs: number; version: number; enteredVersion: number }>>;
  readonly riskBand: RiskBand;
  readonly judgedMs: number;
  readonly clock: 'live' | 'replay';
  readonly wakeAtMs: number | null;
  readonly joined: { readonly into: string; readonly absorbed: boolean } | null;
  readonly outbox: Layout2Announcement | null;
};

const pagedKinds = ['none', 'filter', 'look'] as const;

function encodeBody(body: Layout2Profile): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(2);
  writer.unsigned(
    (body.clock === 'replay' ? 1 : 0) +
      (body.recentFromHistory ? 2 : 0) +
      (body.joined === null ? 0 : 4) +
      (body.joined?.absorbed === true ? 8 : 0) +
      pagedKinds.indexOf(body.pagedIds.kind) * 16 +
      riskBands.indexOf(body.riskBand) * 64,
  );
  writer.unsigned(body.judgedMs);
  if (body.joined !== null) writer.text(body.joined.into);
  if (body.pagedIds.kind === 'filter') writer.block(body.pagedIds.bits);
  writer.unsigned(body.recentEventIds.length / 8);
  writer.raw(body.recentEventIds);
  const memberships = Object.entries(body.memberships).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writer.unsigned(memberships.length);
  for (const [segment, membership] of memberships) {
    writer.text(segment);
    writer.unsigned(membership.version);
    writer.signed(body.judgedMs - membership.sinceMs);
    writer.unsigned(membership.enteredVersion);
  }
  writer.raw(encodeLayout2State(body.state));
  return writer.bytes();
}

const causeKinds = ['event', 'time', 'join'] as const;
const changeKinds = ['entered', 'exited', 'risk'] as const;

function writeChange(writer: ByteWriter, change: Layout2Change): void {
  writer.unsigned(changeKinds.indexOf(change.kind));
  if (change.kind === 'risk') {
    writer.unsigned(riskBands.indexOf(change.from));
    writer.unsigned(riskBands.indexOf(change.to));
    writer.unsigned(change.score === null ? 0 : 1);
    if (change.score !== null) writer.double(change.score);
  } else {
    writer.text(change.segment);
    writer.unsigned(change.segmentVersion);
  }
}

/** Announcement → bytes of outbox layout 2. */
export function encodeLayout2Outbox({ mode, correlationId, cause, changes }: Layout2Announcement): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(2);
  writer.unsigned(mode === 'live' ? 0 : 1);
  writer.text(correlationId);
  writer.unsigned(causeKinds.indexOf(cause.kind));
  if (cause.kind === 'join') writer.text(cause.customerId);
  if (cause.kind === 'event') {
    writer.text(cause.eventId);
    writer.text(cause.eventName);
  }
  writer.unsigned(changes.length);
  for (const change of changes) writeChange(writer, change);
  return writer.bytes();
}

/** Profile → item of layout 2. */
export function layout2Item(record: Layout2Profile): Item {
  const pk = customerKey(record.tenant, record.customerId);
  const item: Item = {
    pk: { S: pk },
    sk: { S: 'profile' },
    version: { N: String(record.version) },
    body: { B: encodeBody(record) },
  };
  if (record.wakeAtMs !== null) {
    item['wakeShard'] = { S: wakeShardOf(pk) };
    item['wakeAt'] = { N: String(record.wakeAtMs) };
  }
  if (record.outbox !== null) {
    item['outboxVersion'] = { N: String(record.version) };
    item['outbox'] = { B: encodeLayout2Outbox(record.outbox) };
  }
  return item;
}
