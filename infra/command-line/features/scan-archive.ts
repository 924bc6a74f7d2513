import pMap from 'p-map';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { type ArchiveEntry, type EventArchiveReader, maximumListed } from '#ports/event-archive.ts';
import { CommandError } from '../command-error.ts';
import { allItems } from '../paged.ts';
import type { Progress } from '../progress.ts';

/** Objects that are read at once. */
const concurrency = 8;

export type ScanSettings = {
  readonly archive: EventArchiveReader;
  readonly tenant: string;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

const allDays = { from: null, to: null } as const;

/** Every object of a tenant's archive. Of ten million events that is about two thousand. */
async function entriesOf({ archive, tenant }: ScanSettings): Promise<ArchiveEntry[]> {
  const entries: ArchiveEntry[] = [];
  for await (const entry of allItems((page) => archive.list(tenant, allDays, page), maximumListed)) entries.push(entry);
  return entries;
}

/**
 * Shows every event of a tenant's archive, in no particular order, repetitions too. Throws if an object is damaged, if
 * `onEvent` throws, or if the signal fires.
 */
export async function scanArchive(settings: ScanSettings, onEvent: (event: ArchivedEvent) => void): Promise<void> {
  const { archive, tenant, signal, progress } = settings;
  const entries = await entriesOf(settings);
  const read = async ({ key, compressedBytes }: ArchiveEntry) => {
    for await (const event of archive.read(tenant, key)) {
      if (signal.aborted) throw new CommandError('Cannot finish reading the archive: interrupted; nothing was changed');
      onEvent(event);
    }
    progress.advance(compressedBytes);
  };
  progress.begin(
    'Reading the archive',
    'bytes',
    entries.reduce((sum, { compressedBytes }) => sum + compressedBytes, 0),
  );
  try {
    await pMap(entries, read, { concurrency });
  } finally {
    progress.end();
  }
}
