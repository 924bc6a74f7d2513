import type { ProfileRecord } from '#contracts/profile-record.ts';
import { EventIdSet } from '#domain/profile/event-id-set.ts';
import { eventIdHashBytes, joinIdHash, unpackEventIds } from '#domain/profile/event-ids.ts';
import { decodeState } from '#domain/profile/state-layout.ts';
import { firstPagePosition, type ProfileStore } from '#ports/profile-store.ts';

/** Most requests for the pages of one customer: as many as the profile function makes. */
const mostChunks = 500;

/** Which events a customer remembers to have counted, with the visitors that are part of it. */
export type Recall = {
  /** Whether it remembers every event that it ever counted: then whatever is sent to it counts at most once. */
  readonly isWhole: boolean;
  /** Whether the customer that an event names, or the one that has its events, remembers it. */
  has(customer: string, idHash: string): boolean;
  /** Whether the customer remembers that a visitor has become part of it. */
  hasTaken(visitor: string): boolean;
  /** Whether everything that is remembered is in a set of ids. */
  isWithin(ids: EventIdSet): boolean;
};

/** The events that a profile remembers: ids in its item, and in pages that have not expired. */
async function remembered(profiles: ProfileStore, record: ProfileRecord, nowMs: number): Promise<Uint8Array[]> {
  const packed = [record.recentEventIds];
  let position = firstPagePosition;
  for (let chunks = 0; chunks < mostChunks; chunks += 1) {
    const chunk = await profiles.loadPages(record.tenant, record.customerId, position);
    for (const page of chunk.pages) if (page.expiresMs > nowMs) packed.push(page.eventIds);
    if (!chunk.more) return packed;
    position = chunk.position;
  }
  throw new Error(`Cannot read the event ids of ${record.customerId}: ${mostChunks} requests are not enough`);
}

type Member = { readonly ids: EventIdSet; readonly packed: readonly Uint8Array[] };

async function memberOf(profiles: ProfileStore, record: ProfileRecord, nowMs: number): Promise<Member> {
  const packed = await remembered(profiles, record, nowMs);
  const ids = new EventIdSet();
  for (const bytes of packed) ids.addPacked(bytes);
  return { ids, packed };
}

function isPackedWithin(bytes: Uint8Array, ids: EventIdSet, joins: ReadonlySet<string>): boolean {
  for (let at = 0; at < bytes.length; at += eventIdHashBytes) {
    const [idHash = ''] = unpackEventIds(bytes.subarray(at, at + eventIdHashBytes));
    if (!ids.has(idHash) && !joins.has(idHash)) return false;
  }
  return true;
}

/** The visitors that are noted as part of a customer: asked for only where one of them is not stored. */
async function notedVisitors(
  profiles: ProfileStore,
  owner: ProfileRecord | null,
  isAnyLost: boolean,
): Promise<ReadonlySet<string>> {
  if (owner === null || !isAnyLost) return new Set();
  const notes = await profiles.loadJoins(owner.tenant, owner.customerId);
  return new Set(notes.map(({ visitor }) => visitor));
}

/**
 * Reads what a customer and its visitors remember; `visitors` are all that the archive knows, also such as are not
 * stored. Throws if they remember too much to read.
 */
export async function recallCustomer(
  profiles: ProfileStore,
  records: { readonly owner: ProfileRecord | null; readonly visitors: readonly ProfileRecord[] },
  visitors: ReadonlySet<string>,
  nowMs: number,
): Promise<Recall> {
  const all = records.owner === null ? records.visitors : [records.owner, ...records.visitors];
  const members = new Map<string, Member>();
  for (const record of all) members.set(record.customerId, await memberOf(profiles, record, nowMs));
  const own = records.owner === null ? undefined : members.get(records.owner.customerId);
  const joins = new Set([...visitors].map(joinIdHash));
  const noted = await notedVisitors(profiles, records.owner, visitors.size > records.visitors.length);
  const counted = all.reduce((sum, record) => sum + decodeState(record.state).events, 0);
  const ids = [...members.values()].reduce((sum, member) => sum + member.ids.size, 0);
  const joinIds = [...joins].filter((idHash) => own?.ids.has(idHash)).length;
  return {
    isWhole: ids - joinIds === counted,
    has: (customer, idHash) => (members.get(customer)?.ids.has(idHash) ?? false) || (own?.ids.has(idHash) ?? false),
    hasTaken: (visitor) => noted.has(visitor) || (own?.ids.has(joinIdHash(visitor)) ?? false),
    isWithin: (known) =>
      [...members.values()].every(({ packed }) => packed.every((bytes) => isPackedWithin(bytes, known, joins))),
  };
}
