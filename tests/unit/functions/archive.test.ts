import { expect, test } from 'vitest';
import { createMemoryEventArchive } from '#adapters/memory/memory-event-archive.ts';
import { archivedEventOf } from '#domain/ingest/archived-event-of.ts';
import { createArchiveHandler } from '#functions/archive/handler.ts';
import type { ReceivedMessage } from '#functions/received-message.ts';
import type { EventArchiveWriter } from '#ports/event-archive.ts';
import { dayMs, exampleEvent, nowMs, tenant } from './example-events.ts';
import { createRecordingObserver } from './recording-observer.ts';

const none = new Set<string>();

function archiveMessage(id: string, days: readonly number[]): ReceivedMessage {
  const events = days.map((day, index) =>
    archivedEventOf({
      event: exampleEvent(`${id}-${index}`, { receivedMs: nowMs + day * dayMs }),
      source: 'web',
      correlationId: 'r',
      clock: { mode: 'live' },
    }),
  );
  return { id, body: JSON.stringify({ kind: 'to archive', schemaVersion: 1, events }), firstId: id, sentMs: nowMs };
}

function createWorld(around: (archive: EventArchiveWriter) => EventArchiveWriter = (archive) => archive) {
  const archive = createMemoryEventArchive();
  const observer = createRecordingObserver();
  return { archive, observer, handle: createArchiveHandler({ archive: around(archive), observer }) };
}

const lines = (objects: ReadonlyMap<string, readonly string[]>) => [...objects.values()].map((one) => one.length);

test('createArchiveHandler writes one object for each day of a batch, however many messages it is', async () => {
  const { archive, handle } = createWorld();
  expect(await handle([archiveMessage('a', [0, 1]), archiveMessage('b', [0]), archiveMessage('c', [1, 1])])).toEqual(
    none,
  );
  expect(lines(archive.objects)).toEqual([2, 3]);
  expect([...archive.objects.keys()].every((key) => key.startsWith(`events/v1/tenant=${tenant}/day=`))).toBe(true);
});

test('createArchiveHandler writes the same object when the same messages come again, in another order', async () => {
  const { archive, handle } = createWorld();
  await handle([archiveMessage('a', [0]), archiveMessage('b', [0])]);
  const before = [...archive.objects];
  await handle([archiveMessage('b', [0]), archiveMessage('a', [0])]);
  expect([...archive.objects]).toEqual(before);
});

test('createArchiveHandler sends back the messages of an object that cannot be written, and finishes the others', async () => {
  const { archive, observer, handle } = createWorld((honest) => ({
    put: (object) => (object.key.includes('2026-03-02') ? Promise.reject(new Error('S3 is away')) : honest.put(object)),
  }));
  const messages = [archiveMessage('both', [0, 1]), archiveMessage('today', [0]), archiveMessage('tomorrow', [1])];
  expect(await handle(messages)).toEqual(new Set(['both', 'tomorrow']));
  expect(lines(archive.objects)).toEqual([2]);
  expect(observer.total('MessageFailed')).toBe(2);
  expect(observer.warnings[0]).toContain('S3 is away');
});

test('createArchiveHandler sends back what it cannot read, and never lets it block its neighbours', async () => {
  const { archive, observer, handle } = createWorld();
  const bad = { ...archiveMessage('bad', [0]), body: '{"kind":"to archive","schemaVersion":1,"events":[{"id":"x"}]}' };
  const worse = { ...archiveMessage('worse', [0]), body: 'not JSON' };
  expect(await handle([bad, archiveMessage('good', [0]), worse])).toEqual(new Set(['bad', 'worse']));
  expect(lines(archive.objects)).toEqual([1]);
  expect(observer.warnings).toHaveLength(2);
});
