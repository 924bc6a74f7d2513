import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { archivedEventSchema } from '#contracts/archived-event.ts';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import {
  archiveDayPrefix,
  archiveTenantPrefix,
  archiveObjects as objectsOf,
  parseArchiveKey,
} from '#domain/ingest/archive-objects.ts';
import {
  type ArchivableEvent,
  archivedEventOf,
  clockOfArchived,
  eventOfArchived,
} from '#domain/ingest/archived-event-of.ts';
import { dayMs, exampleEvent, juneMs } from '../example-event.ts';

const archiveObjects = (events: readonly ArchivableEvent[]) =>
  objectsOf(events.map((event) => ({ archived: archivedEventOf(event), from: event.event.id })));

function archivable(told: Partial<CanonicalEvent>, more: Partial<ArchivableEvent> = {}): ArchivableEvent {
  return { event: exampleEvent(told), source: 'web', correlationId: 'r', clock: { mode: 'live' }, ...more };
}

const anyBatch = fc.array(
  fc.record({
    tenant: fc.constantFrom('a', 'b'),
    id: fc.string({ minLength: 1, maxLength: 4 }),
    day: fc.nat(2),
    note: fc.jsonValue(),
  }),
  { minLength: 1, maxLength: 12 },
);

describe('archiveObjects', () => {
  test('archiveObjects makes one object for each tenant and UTC day of receipt', () => {
    const lastMs = juneMs + dayMs - 1;
    const objects = archiveObjects([
      archivable({ id: '1', tenant: 'a', receivedMs: lastMs }),
      archivable({ id: '2', tenant: 'a', receivedMs: lastMs + 1 }),
      archivable({ id: '3', tenant: 'b', receivedMs: juneMs }),
      archivable({ id: '4', tenant: 'a', receivedMs: juneMs }),
    ]);
    expect(objects.map(({ tenant, day, lines }) => [tenant, day, lines.length])).toEqual([
      ['a', '2026-06-01', 2],
      ['a', '2026-06-02', 1],
      ['b', '2026-06-01', 1],
    ]);
    expect(objects[0]?.key).toMatch(/^events\/v1\/tenant=a\/day=2026-06-01\/[0-9a-f]{32}\.ndjson\.gz$/);
    expect(objects[0]?.events.map(({ from }) => from)).toEqual(['4', '1']);
  });

  test('archiveObjects writes one flat line for each event, whose parts always come in the same order', () => {
    const clock = { mode: 'replay', asOfMs: juneMs } as const;
    const [object] = archiveObjects([archivable({ properties: { total: 1.5 } }, { clock, source: 'import/shop' })]);
    expect(object?.lines).toEqual([
      '{"id":"event-1","type":"track","name":"Looked","userId":"ada","anonymousId":null,"accountId":null,' +
        '"timeMs":1780315200000,"receivedMs":1780315200000,"properties":{"total":1.5},"context":{},"tenant":"shop",' +
        '"source":"import/shop","correlationId":"r","mode":"replay","asOfMs":1780272000000}',
    ]);
  });

  test('archiveObjects gives the same objects in whatever order events come, and leaves out what is there twice', () => {
    fc.assert(
      fc.property(anyBatch, fc.nat(), (batch, turn) => {
        const events = batch.map(({ tenant, id, day, note }) =>
          archivable({
            tenant,
            id,
            receivedMs: juneMs + day * dayMs,
            properties: { note: JSON.parse(JSON.stringify(note)) },
          }),
        );
        const shown = (all: readonly ArchivableEvent[]) =>
          archiveObjects(all)
            .map(({ key, lines }) => `${key}\n${lines.join('\n')}`)
            .sort();
        const turned = [...events.slice(turn % events.length), ...events.slice(0, turn % events.length)];
        expect(shown([...turned, ...events.slice(0, 2)])).toEqual(shown(events));
      }),
    );
  });

  test('archiveObjects gives another key for any other content', () => {
    const keyOf = (told: Partial<CanonicalEvent>) => archiveObjects([archivable(told)])[0]?.key;
    expect(keyOf({ id: '1' })).toBe(keyOf({ id: '1' }));
    expect(keyOf({ id: '1' })).not.toBe(keyOf({ id: '2' }));
  });

  test('archiveObjects cuts very many events into objects of at most 8 MB, and loses none', () => {
    const events = Array.from({ length: 90 }, (_, index) =>
      archivable({ id: `e${index}`, properties: { note: 'ä'.repeat(100_000) } }),
    );
    const objects = archiveObjects(events);
    const bytes = objects.map(({ lines }) => Buffer.byteLength(lines.join('\n')));
    expect(objects).toHaveLength(3);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(8 * 1024 * 1024);
    expect(objects.flatMap(({ lines }) => lines)).toHaveLength(90);
  });

  test('archiveObjects makes nothing of no events', () => {
    expect(archiveObjects([])).toEqual([]);
  });

  test('archiveObjects writes lines from which event and clock come back', () => {
    const clocks = [{ mode: 'live' }, { mode: 'replay', asOfMs: null }, { mode: 'replay', asOfMs: juneMs }] as const;
    for (const clock of clocks) {
      const one = archivable({ id: 'x\u2028\ud83e\udd80', name: 'A\nB' }, { clock });
      const [line = ''] = archiveObjects([one])[0]?.lines ?? [];
      expect(line).not.toContain('\n');
      const archived = archivedEventSchema.parse(JSON.parse(line));
      expect(eventOfArchived(archived)).toEqual(one.event);
      expect(clockOfArchived(archived)).toEqual(clock);
    }
  });
});

describe('parseArchiveKey', () => {
  test('parseArchiveKey reads tenant and day, and nothing off what is no key of the archive', () => {
    const name = `${'0'.repeat(32)}.ndjson.gz`;
    expect(archiveDayPrefix('shop', '2026-06-01').startsWith(archiveTenantPrefix('shop'))).toBe(true);
    expect(parseArchiveKey(archiveDayPrefix('shop', '2026-06-01') + name)).toEqual({
      tenant: 'shop',
      day: '2026-06-01',
    });
    for (const key of [
      '',
      name,
      `events/v2/tenant=shop/day=2026-06-01/${name}`,
      'events/v1/tenant=shop/day=x/a.ndjson.gz',
    ])
      expect(parseArchiveKey(key)).toBeNull();
  });
});
