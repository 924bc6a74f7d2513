import pMap from 'p-map';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { anonymousPrefix } from '#contracts/identifier.ts';
import { eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import { accountCustomerOf, customerOf } from '#domain/profile/customer-of.ts';
import { visitorsClaimedBy } from '#domain/profile/join-profiles.ts';
import { type ArchiveDays, type ArchiveEntry, type EventArchiveReader, maximumListed } from '#ports/event-archive.ts';
import { CommandError } from '../command-error.ts';
import { allItems } from '../paged.ts';
import type { Progress } from '../progress.ts';
import { partitionsFor } from './event-spool.ts';
import { createReplaySpool, type ReplaySpool } from './replay-spool.ts';

/** Objects that are read at once. */
const concurrency = 8;

export type GatherSettings = {
  readonly archive: EventArchiveReader;
  readonly tenant: string;
  readonly days: ArchiveDays;
  /** Whether accounts have profiles: then an event counts for the one that it names as well. */
  readonly keepsAccounts: boolean;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** What was found in the archive. The caller must take the spool off the disk. */
export type GatheredArchive = {
  readonly spool: ReplaySpool;
  readonly objects: number;
  /** Lines, repetitions too. */
  readonly lines: number;
  /** Lines that no customer can be told of any more, by the rules of today. */
  readonly nobody: number;
};

function entriesOf({ archive, tenant, days }: GatherSettings): AsyncGenerator<ArchiveEntry> {
  return allItems((page) => archive.list(tenant, days, page), maximumListed);
}

async function measure(settings: GatherSettings): Promise<{ objects: number; bytes: number }> {
  let [objects, bytes] = [0, 0];
  for await (const { compressedBytes } of entriesOf(settings)) {
    objects += 1;
    bytes += compressedBytes;
  }
  return { objects, bytes };
}

/** Sets one event aside where it belongs; false if it belongs to nobody. */
function setAside(spool: ReplaySpool, keepsAccounts: boolean, archived: ArchivedEvent): boolean {
  const customer = customerOf(archived);
  if (customer === null) return false;
  const account = keepsAccounts ? accountCustomerOf(archived.accountId) : null;
  if (account !== null) spool.addOwned({ owner: account, customer: account, event: archived });
  if (customer.startsWith(anonymousPrefix)) spool.addVisit(customer, archived);
  else spool.addOwned({ owner: customer, customer, event: archived });
  for (const { visitor } of visitorsClaimedBy([eventOfArchived(archived)])) {
    spool.addClaim({ visitor, user: customer, receivedMs: archived.receivedMs, eventId: archived.id });
  }
  return true;
}

/** Entries in bunches, so that a listing of any length is held in memory a page at a time. */
async function* bunches(entries: AsyncIterable<ArchiveEntry>): AsyncGenerator<ArchiveEntry[]> {
  let bunch: ArchiveEntry[] = [];
  for await (const entry of entries) {
    bunch.push(entry);
    if (bunch.length < maximumListed) continue;
    yield bunch;
    bunch = [];
  }
  if (bunch.length > 0) yield bunch;
}

/**
 * Reads the archive of a tenant onto the disk, spread by customer, in memory that does not grow with it. Throws, with
 * nothing left behind, if an object is damaged or the signal fires.
 */
export async function gatherArchive(settings: GatherSettings): Promise<GatheredArchive> {
  const { archive, tenant, progress, signal } = settings;
  const { objects, bytes } = await measure(settings);
  const spool = createReplaySpool(partitionsFor(bytes));
  const counts = { lines: 0, nobody: 0 };
  const read = async ({ key, compressedBytes }: ArchiveEntry) => {
    for await (const event of archive.read(tenant, key)) {
      signal.throwIfAborted();
      counts.lines += 1;
      if (!setAside(spool, settings.keepsAccounts, event)) counts.nobody += 1;
    }
    progress.advance(compressedBytes);
  };
  progress.begin('Reading the archive', 'bytes', bytes);
  try {
    for await (const bunch of bunches(entriesOf(settings))) await pMap(bunch, read, { concurrency });
  } catch (error) {
    spool.remove();
    if (!signal.aborted) throw error;
    throw new CommandError('Cannot finish reading the archive: interrupted; nothing was sent');
  } finally {
    progress.end();
  }
  return { spool, objects, ...counts };
}
