import { hash } from 'node:crypto';
import type { ArchivedEvent } from '#contracts/archived-event.ts';
import { isoTime } from '#contracts/time.ts';
import { archiveLine } from './archived-event-of.ts';

/** Before all keys of the archive, with the version of its layout. */
export const archivePrefix = 'events/v1/';

/** What the key of every object ends in. Athena tells by it that the object is compressed. */
export const archiveSuffix = '.ndjson.gz';

/** Most bytes of the lines of one object, unless one line alone has more: what a reader may have to hold at once. */
const mostBytesOfObject = 8 * 1024 * 1024;

/** Hexadecimal digits of a key that say what is in the object: of 2^64 objects, two would share a key. */
const digestLength = 32;

/** An event to archive, with whatever else its owner knows of it. */
export type Archivable = { readonly archived: ArchivedEvent };

/**
 * An object of the archive: events of one tenant that were received on one UTC day. Writing it again changes nothing.
 */
export type ArchiveObject<Event extends Archivable = Archivable> = {
  readonly key: string;
  readonly tenant: string;
  /** `2026-01-31`. */
  readonly day: string;
  /** JSON, one event each, without the line breaks. */
  readonly lines: readonly string[];
  /** The events that stand in it; of several that give the same line, all. */
  readonly events: readonly Event[];
};

/** The UTC day of a moment: `2026-01-31`. */
export function archiveDayOf(timeMs: number): string {
  return isoTime(timeMs).slice(0, 'YYYY-MM-DD'.length);
}

/** What stands before the keys of one tenant. */
export function archiveTenantPrefix(tenant: string): string {
  return `${archivePrefix}tenant=${tenant}/`;
}

/** What stands before the keys of one tenant and day. */
export function archiveDayPrefix(tenant: string, day: string): string {
  return `${archiveTenantPrefix(tenant)}day=${day}/`;
}

const keyForm = /^events\/v1\/tenant=([A-Za-z0-9_-]{1,64})\/day=(\d{4}-\d\d-\d\d)\/[0-9a-f]{32}\.ndjson\.gz$/;

/** Tenant and day of a key, or null if it is none of the archive's. */
export function parseArchiveKey(key: string): { readonly tenant: string; readonly day: string } | null {
  const [, tenant, day] = keyForm.exec(key) ?? [];
  return tenant === undefined || day === undefined ? null : { tenant, day };
}

type Line<Event> = { readonly text: string; readonly archivable: Event };

function byReceiptAndText<Event extends Archivable>(a: Line<Event>, b: Line<Event>): number {
  const apartMs = a.archivable.archived.receivedMs - b.archivable.archived.receivedMs;
  if (apartMs !== 0) return apartMs;
  return a.text < b.text ? -1 : Number(a.text > b.text);
}

function objectOf<Event extends Archivable>(
  tenant: string,
  day: string,
  lines: readonly Line<Event>[],
): ArchiveObject<Event> {
  const texts = lines.map((line) => line.text).filter((text, index, all) => text !== all[index - 1]);
  const digest = hash('sha256', `${texts.join('\n')}\n`, 'hex').slice(0, digestLength);
  const key = `${archiveDayPrefix(tenant, day)}${digest}${archiveSuffix}`;
  return { key, tenant, day, lines: texts, events: lines.map((line) => line.archivable) };
}

/** The lines of one tenant and day, in order, cut into as few objects as their size allows. */
function objectsOfDay<Event extends Archivable>(
  tenant: string,
  day: string,
  lines: readonly Line<Event>[],
): ArchiveObject<Event>[] {
  const objects: ArchiveObject<Event>[] = [];
  let part: Line<Event>[] = [];
  let partBytes = 0;
  const close = () => {
    if (part.length > 0) objects.push(objectOf(tenant, day, part));
    part = [];
    partBytes = 0;
  };
  for (const line of lines.toSorted(byReceiptAndText)) {
    const bytes = Buffer.byteLength(line.text) + 1;
    if (partBytes + bytes > mostBytesOfObject) close();
    part.push(line);
    partBytes += bytes;
  }
  close();
  return objects;
}

/**
 * The objects that keep the events of one batch: one for each tenant and UTC day of receipt, several where they are
 * very many. The same events give the same objects in whatever order they come, and the key follows from what is in the
 * object: so a batch that is worked on again writes what is there already.
 */
export function archiveObjects<Event extends Archivable>(events: readonly Event[]): ArchiveObject<Event>[] {
  const days = Map.groupBy(events, ({ archived }) =>
    JSON.stringify([archived.tenant, archiveDayOf(archived.receivedMs)]),
  );
  return [...days.values()].flatMap((own) => {
    const first = own[0]?.archived;
    if (first === undefined) return [];
    const lines = own.map((archivable) => ({ text: archiveLine(archivable.archived), archivable }));
    return objectsOfDay(first.tenant, archiveDayOf(first.receivedMs), lines);
  });
}
