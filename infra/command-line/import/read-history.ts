import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import type { PlanReport } from '#domain/ingest/conform.ts';
import type { TrackingPlan } from '#domain/ingest/tracking-plan.ts';
import type { NamedMapping } from '../mapping/read-mapping.ts';
import type { Progress } from '../progress.ts';
import { CustomerSpool } from './customer-spool.ts';
import { findFiles } from './find-files.ts';
import type { Gathered } from './gathered.ts';
import { gatherer } from './gatherer.ts';
import { importSource } from './import-source.ts';
import type { NamedPlace, Place } from './place.ts';
import type { LookupFiles } from './read-lookups.ts';
import { setAside } from './set-aside.ts';

export type HistorySettings = {
  /** Paths, directories and globs. */
  readonly paths: readonly string[];
  readonly named: NamedMapping;
  /** Where the tables lie that the mapping looks things up in. */
  readonly lookups: LookupFiles;
  readonly tenant: string;
  readonly plan: TrackingPlan;
  readonly nowMs: number;
  /** "Now" of the history, or null for `nowMs`: what happened later is refused. */
  readonly asOfMs: number | null;
  readonly signal: AbortSignal;
  readonly progress: Progress;
};

/** What an import of some rows would make of them. */
export type HistoryEntry =
  | {
      readonly kind: 'event';
      readonly event: CanonicalEvent;
      /** What about it the tracking plan does not foresee. */
      readonly reports: readonly PlanReport[];
      /** How many rows it was made of, and how many of them are like an earlier one. */
      readonly rows: number;
      readonly twins: number;
      /** The source that a line of the archive names; otherwise the import. */
      readonly source: string;
      /** When it was sent and when it arrived, where the file says so. */
      readonly sentMs: number | null;
      readonly receivedMs: number | null;
      readonly place: NamedPlace;
    }
  | {
      readonly kind: 'refused' | 'bad';
      readonly reason: string;
      readonly detail: string;
      readonly rows: number;
      readonly place: NamedPlace;
    };

function entryOf(one: Gathered, mappingName: string, named: (place: Place) => NamedPlace): HistoryEntry {
  const place = named(one.rows[0] ?? { file: 0, line: 0 });
  const rows = one.rows.length;
  if (one.kind === 'event') {
    const { event, reports, twins, told } = one;
    const source = told.source ?? importSource(mappingName);
    return { kind: 'event', event, reports, rows, twins, ...told, source, place };
  }
  return { kind: one.kind, reason: one.reason, detail: one.detail, rows, place };
}

/**
 * Everything that an import of these files would send or leave out, and nothing is sent. First what is left out while
 * the files are read, in their order; then customer by customer, the events of each in order of time. Memory does not
 * grow with the files. Throws where an import would end because a file cannot be read.
 */
export async function* readHistory(settings: HistorySettings): AsyncGenerator<HistoryEntry> {
  const { named, asOfMs, nowMs } = settings;
  const { mapping } = named;
  const paths = await findFiles(settings.paths);
  const namedPlace = ({ file, line }: Place): NamedPlace => ({ file: paths[file] ?? '', line });
  const spool = new CustomerSpool();
  try {
    for await (const leftOut of setAside({ ...settings, paths, mapping }, spool)) {
      for (const { kind, reason, detail, place } of leftOut) {
        yield { kind, reason, detail, rows: 1, place: namedPlace(place) };
      }
    }
    const gather = gatherer(mapping, { ...settings, receivedMs: nowMs, limitMs: asOfMs ?? nowMs });
    for (const leaf of spool.leaves()) {
      for (const one of gather(leaf()).gathered) yield entryOf(one, mapping.name, namedPlace);
    }
  } finally {
    spool.remove();
  }
}
