import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { archiveDayOf, archiveObjects as objectsOf } from '#domain/ingest/archive-objects.ts';
import { type ArchivableEvent, archivedEventOf, eventOfArchived } from '#domain/ingest/archived-event-of.ts';
import type { ArchiveDays, ArchiveEntry, EventArchiveReader, EventArchiveWriter } from '#ports/event-archive.ts';
import { exampleEvent } from '../unit/domain/example-event.ts';

/** Opens an empty archive; `putText` writes any text under any key, past the writer. */
export type OpenEventArchive = () => Promise<{
  readonly writer: EventArchiveWriter;
  readonly reader: EventArchiveReader;
  readonly putText: (key: string, text: string) => Promise<void>;
}>;

const noonMs = Date.UTC(2026, 0, 15, 12);
const dayMs = 86_400_000;
const allDays: ArchiveDays = { from: null, to: null };

function archivable(id: string, about: { tenant?: string; receivedMs?: number } = {}): ArchivableEvent {
  const { tenant = 'shop', receivedMs = noonMs } = about;
  const event = exampleEvent({ id, tenant, receivedMs, timeMs: receivedMs });
  return { event, source: 'web', correlationId: 'request-1', clock: { mode: 'live' } };
}

function archiveObjects(events: readonly ArchivableEvent[]) {
  return objectsOf(events.map((event) => ({ archived: archivedEventOf(event) })));
}

async function store(writer: EventArchiveWriter, events: readonly ArchivableEvent[]): Promise<void> {
  for (const object of archiveObjects(events)) await writer.put(object);
}

async function listAll(reader: EventArchiveReader, tenant: string, days: ArchiveDays, limit: number) {
  const entries: ArchiveEntry[] = [];
  let next: string | null = null;
  do {
    const page: Awaited<ReturnType<EventArchiveReader['list']>> = await reader.list(tenant, days, { limit, next });
    expect(page.items.length).toBeLessThanOrEqual(limit);
    entries.push(...page.items);
    next = page.next;
  } while (next !== null);
  return entries;
}

async function readAll(reader: EventArchiveReader, tenant: string) {
  const events = [];
  for (const { key } of await listAll(reader, tenant, allDays, 2)) {
    for await (const event of reader.read(tenant, key)) events.push(event);
  }
  return events;
}

/** What every archive does, whatever it is made of. */
export function describeEventArchive(name: string, open: OpenEventArchive): void {
  describe(name, () => {
    test(`${name} gives back every event with what it came with`, async () => {
      const { writer, reader } = await open();
      const history: ArchivableEvent = {
        ...archivable('h'),
        source: 'import/online-retail',
        clock: { mode: 'replay', asOfMs: noonMs },
      };
      await store(writer, [archivable('a'), archivable('b', { receivedMs: noonMs + dayMs }), history]);
      const found = await readAll(reader, 'shop');
      expect(found.map(({ id, mode, asOfMs, source }) => ({ id, mode, asOfMs, source }))).toEqual([
        { id: 'a', mode: 'live', asOfMs: null, source: 'web' },
        { id: 'h', mode: 'replay', asOfMs: noonMs, source: 'import/online-retail' },
        { id: 'b', mode: 'live', asOfMs: null, source: 'web' },
      ]);
      expect(found.map(eventOfArchived)[0]).toEqual(archivable('a').event);
    });

    test(`${name} keeps every character and every number of an event`, async () => {
      const properties = fc.dictionary(fc.string({ unit: 'binary' }), fc.jsonValue({ stringUnit: 'binary' }));
      await fc.assert(
        fc.asyncProperty(fc.array(properties, { minLength: 1, maxLength: 8 }), async (all) => {
          const { writer, reader } = await open();
          const events = all.map((one, index) => {
            const about = archivable(`e${index}`);
            return { ...about, event: { ...about.event, properties: JSON.parse(JSON.stringify(one)) } };
          });
          await store(writer, events);
          const found = (await readAll(reader, 'shop')).map(eventOfArchived);
          expect(found).toEqual(events.map(({ event }) => event));
        }),
        { numRuns: 20 },
      );
    });

    test(`${name} put of the same object again changes nothing`, async () => {
      const { writer, reader } = await open();
      await store(writer, [archivable('a')]);
      await store(writer, [archivable('a')]);
      expect(await readAll(reader, 'shop')).toHaveLength(1);
    });

    test(`${name} list gives the objects of one tenant, by day, page by page`, async () => {
      const { writer, reader } = await open();
      const days = [3, 0, 2, 1];
      for (const day of days) await store(writer, [archivable(`d${day}`, { receivedMs: noonMs + day * dayMs })]);
      await store(writer, [archivable('other', { tenant: 'shop-2' }), archivable('none', { tenant: 'sho' })]);
      const entries = await listAll(reader, 'shop', allDays, 2);
      expect(entries.map(({ day }) => day)).toEqual([0, 1, 2, 3].map((day) => archiveDayOf(noonMs + day * dayMs)));
      expect(entries.every(({ compressedBytes }) => compressedBytes > 0)).toBe(true);
      expect((await listAll(reader, 'sho', allDays, 10)).map(({ key }) => key)[0]).toContain('tenant=sho/');
      expect(await listAll(reader, 'nobody', allDays, 10)).toEqual([]);
    });

    test(`${name} list gives the days from the first to the last, both included`, async () => {
      const { writer, reader } = await open();
      for (const day of [0, 1, 2, 3]) {
        await store(writer, [archivable(`d${day}`, { receivedMs: noonMs + day * dayMs })]);
      }
      const dayOf = (day: number) => archiveDayOf(noonMs + day * dayMs);
      const listed = async (from: number | null, to: number | null) => {
        const days = { from: from === null ? null : dayOf(from), to: to === null ? null : dayOf(to) };
        return (await listAll(reader, 'shop', days, 1)).map(({ day }) => day);
      };
      expect(await listed(1, 2)).toEqual([dayOf(1), dayOf(2)]);
      expect(await listed(null, 0)).toEqual([dayOf(0)]);
      expect(await listed(3, null)).toEqual([dayOf(3)]);
      expect(await listed(2, 1)).toEqual([]);
    });

    test(`${name} read tells the object and the line that are damaged`, async () => {
      const { reader, putText } = await open();
      const [object] = archiveObjects([archivable('a')]);
      const key = object?.key ?? '';
      await putText(key, `${object?.lines[0]}\n{"id":"b"}\n`);
      const reading = async () => {
        const ids: string[] = [];
        for await (const { id } of reader.read('shop', key)) ids.push(id);
        return ids;
      };
      await expect(reading()).rejects.toThrow(`Cannot read the archive: ${key}, line 2: `);
    });

    test(`${name} read gives no event of another tenant`, async () => {
      const { reader, putText } = await open();
      const [object] = archiveObjects([archivable('a', { tenant: 'other' })]);
      const key = (object?.key ?? '').replace('tenant=other', 'tenant=shop');
      await putText(key, `${object?.lines[0]}\n`);
      const reading = async () => {
        for await (const event of reader.read('shop', key)) return event;
        return null;
      };
      await expect(reading()).rejects.toThrow('belongs to the tenant other');
    });

    test(`${name} read says that an object is not there`, async () => {
      const { reader } = await open();
      const reading = async () => {
        for await (const event of reader.read('shop', 'events/v1/tenant=shop/none')) return event;
        return null;
      };
      await expect(reading()).rejects.toThrow('Cannot read the archive: events/v1/tenant=shop/none, line 0: ');
    });

    test(`${name} list refuses what is no object of the archive`, async () => {
      const { reader, putText } = await open();
      await putText('events/v1/tenant=shop/day=2026-01-15/notes.txt', 'hello\n');
      await expect(reader.list('shop', allDays, { limit: 10, next: null })).rejects.toThrow('is no object of it');
    });
  });
}
