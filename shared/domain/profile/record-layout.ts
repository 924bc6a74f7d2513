import type { Membership, PagedIds, ProfileRecord } from '#contracts/profile-record.ts';
import { noRelations, type Relations } from '#contracts/relations.ts';
import { riskBands } from '#contracts/transition.ts';
import { asWritten } from './event-id-filter.ts';
import { eventIdHashBytes } from './event-ids.ts';
import { readRelations, writeRelations } from './relations-layout.ts';
import { ByteReader, ByteWriter } from './variable-length-bytes.ts';

/** What of a profile lies in the item's `body`; the rest are attributes of their own, for keys, conditions and indexes. */
export type RecordBody = Omit<ProfileRecord, 'tenant' | 'customerId' | 'version' | 'wakeAtMs' | 'outbox'>;

/**
 * How a profile lies in the attribute `body` of its item. All numbers are variable-length (7 bits a byte, least
 * significant first); a text or block is its number of bytes and then those:
 *
 *     layout = 3
 *     flags: bit 0 clock is replay · bit 1 recent ids from history · bit 2 joined · bit 3 absorbed ·
 *            bits 4–5 ids in pages: 0 none, 1 filter, 2 look · bits 6–7 risk band, its position in `riskBands` ·
 *            bit 8 it is known what it was judged under · bit 9 something is known of others
 *     judgedMs
 *     joined only: the customer joined into (text)
 *     filter only: the filter (block)
 *     number of recent event ids, then 8 bytes each, oldest first
 *     number of memberships, then for each, by name:
 *       segment (text), 2 × version + (1 if held back), judgedMs − sinceMs (zigzag), enteredVersion
 *     bit 8 only: the numbers of the definitions that it was judged under (block; see `segments/number-set.ts`)
 *     bit 9 only: what is known of others (see `relations-layout.ts`)
 *     state (the rest; see `state-layout.ts`)
 *
 * Layout 2 had the version alone, and none of bits 8 and 9.
 */
export const recordLayoutVersion = 3;

const olderLayoutVersion = 2;

const pagedKinds = ['none', 'filter', 'look'] as const;

/** Where the kind stands in `pagedKinds`. */
function pagedKindNumber(paged: PagedIds): number {
  return pagedKinds.indexOf(asWritten(paged).kind);
}

function knowsOthers({ members, accounts }: Relations): boolean {
  return members !== null || accounts.length > 0;
}

function flagsOf(body: RecordBody): number {
  return (
    (body.clock === 'replay' ? 1 : 0) +
    (body.recentFromHistory ? 2 : 0) +
    (body.joined === null ? 0 : 4) +
    (body.joined?.absorbed === true ? 8 : 0) +
    pagedKindNumber(body.pagedIds) * 16 +
    riskBands.indexOf(body.riskBand) * 64 +
    (body.judged === null ? 0 : 256) +
    (knowsOthers(body.relations) ? 512 : 0)
  );
}

/** What an item holds besides its keys → the bytes of `body`. The same content always gives the same bytes. */
export function encodeBody(body: RecordBody): Uint8Array {
  const writer = new ByteWriter();
  writer.unsigned(recordLayoutVersion);
  writer.unsigned(flagsOf(body));
  writer.unsigned(body.judgedMs);
  if (body.joined !== null) writer.text(body.joined.into);
  if (body.pagedIds.kind === 'filter') writer.block(body.pagedIds.bits);
  writer.unsigned(body.recentEventIds.length / eventIdHashBytes);
  writer.raw(body.recentEventIds);
  const memberships = Object.entries(body.memberships).toSorted(([a], [b]) => (a < b ? -1 : 1));
  writer.unsigned(memberships.length);
  for (const [segment, membership] of memberships) {
    writer.text(segment);
    writer.unsigned(membership.version * 2 + (membership.heldBack ? 1 : 0));
    writer.signed(body.judgedMs - membership.sinceMs);
    writer.unsigned(membership.enteredVersion);
  }
  if (body.judged !== null) writer.block(body.judged);
  if (knowsOthers(body.relations)) writeRelations(writer, body.relations);
  writer.raw(body.state);
  return writer.bytes();
}

function readPagedIds(reader: ByteReader, kind: (typeof pagedKinds)[number] | undefined): PagedIds {
  if (kind === undefined) throw new Error('Cannot read a profile: its flags name no way to know the ids in pages');
  return kind === 'filter' ? { kind, bits: reader.block() } : { kind };
}

/** Which version of a definition a stay is under, and whether it is held back. */
function readVersion(reader: ByteReader, layout: number): Pick<Membership, 'version' | 'heldBack'> {
  const number = reader.unsigned();
  if (layout === olderLayoutVersion) return { version: number, heldBack: false };
  return { version: Math.floor(number / 2), heldBack: number % 2 === 1 };
}

function readMemberships(reader: ByteReader, judgedMs: number, layout: number): RecordBody['memberships'] {
  const memberships: RecordBody['memberships'] = {};
  for (let left = reader.unsigned(); left > 0; left -= 1) {
    const segment = reader.text();
    const version = readVersion(reader, layout);
    const sinceMs = judgedMs - reader.signed();
    memberships[segment] = { sinceMs, ...version, enteredVersion: reader.unsigned() };
  }
  return memberships;
}

/**
 * The bytes of `body` → what they hold. Throws on bytes that end too early, and on a layout that this code does not know: a
 * newer deployment wrote it, and what is not understood must not be written over.
 */
export function decodeBody(bytes: Uint8Array): RecordBody {
  const reader = new ByteReader(bytes);
  const layout = reader.unsigned();
  if (layout !== recordLayoutVersion && layout !== olderLayoutVersion) {
    throw new Error(
      `Cannot read a profile: its layout ${layout} is not known (this code knows ${olderLayoutVersion} and ${recordLayoutVersion}); deploy the newer code again`,
    );
  }
  const flags = reader.unsigned();
  const judgedMs = reader.unsigned();
  const joined = (flags & 4) === 0 ? null : { into: reader.text(), absorbed: (flags & 8) !== 0 };
  const pagedIds = readPagedIds(reader, pagedKinds[(flags >> 4) & 3]);
  const recentEventIds = reader.raw(reader.unsigned() * eventIdHashBytes);
  const memberships = readMemberships(reader, judgedMs, layout);
  const judged = (flags & 256) === 0 ? null : reader.block();
  const relations = (flags & 512) === 0 ? noRelations : readRelations(reader);
  return {
    clock: (flags & 1) === 0 ? 'live' : 'replay',
    recentFromHistory: (flags & 2) !== 0,
    riskBand: riskBands[(flags >> 6) & 3] ?? 'unknown',
    judgedMs,
    joined,
    pagedIds,
    recentEventIds,
    memberships,
    judged,
    relations,
    state: reader.rest(),
  };
}
