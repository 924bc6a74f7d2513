import type { ArchivedEvent } from '#contracts/archived-event.ts';
import type { Page } from './ledger.ts';

/** What is written at once: lines of JSON under a key that follows from them. */
export type ArchiveText = { readonly key: string; readonly lines: readonly string[] };

/** Keeps accepted events for good. */
export interface EventArchiveWriter {
  /** Resolves once the object is stored; writing it again changes nothing. Throws where that is not known. */
  put(object: ArchiveText): Promise<void>;
}

/** An object of the archive, unread. */
export type ArchiveEntry = { readonly key: string; readonly day: string; readonly compressedBytes: number };

/** UTC days of receipt, both included, such as `2026-01-31`; null: without an end. */
export type ArchiveDays = { readonly from: string | null; readonly to: string | null };

/** Reads what was kept. */
export interface EventArchiveReader {
  /**
   * The objects of a tenant and some days, in the order of their keys: by day, and within a day in no order that means
   * anything.
   */
  list(
    tenant: string,
    days: ArchiveDays,
    page: { readonly limit: number; readonly next: string | null },
  ): Promise<Page<ArchiveEntry>>;
  /**
   * The events of one object, one by one. Throws, naming the object and the line, if it is damaged or another tenant's.
   */
  read(tenant: string, key: string): AsyncIterable<ArchivedEvent>;
}

/** Bound on the objects of one page. */
export const maximumListed = 1_000;
