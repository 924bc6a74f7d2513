import { describe, expect, test } from 'vitest';
import { archiveMessageSchema } from '#contracts/queue-message.ts';
import { archivedEventOf } from '#domain/ingest/archived-event-of.ts';
import { packArchived } from '#domain/ingest/pack-archived.ts';
import { exampleEvent } from '../example-event.ts';

function toArchive(id: string, bytes = 0) {
  const event = exampleEvent({ id, properties: { note: 'x'.repeat(bytes) } });
  return { archived: archivedEventOf({ event, source: 'web', correlationId: 'r', clock: { mode: 'live' } }), id };
}

describe('packArchived', () => {
  test('packArchived puts the events of a batch into one message, in their order, whoever sent them', () => {
    const events = ['1', '2', '3'].map((id) => toArchive(id));
    const [packed, ...others] = packArchived(events);
    expect(others).toEqual([]);
    expect(packed?.events).toEqual(events);
    expect(archiveMessageSchema.parse(packed?.message).events.map(({ id }) => id)).toEqual(['1', '2', '3']);
  });

  test('packArchived keeps messages within what a queue takes, and gives a large event one of its own', () => {
    const packed = packArchived([
      toArchive('1', 200_000),
      toArchive('2', 100_000),
      toArchive('3', 250_000),
      toArchive('4'),
    ]);
    expect(packed.map(({ events }) => events.map(({ id }) => id))).toEqual([['1'], ['2'], ['3'], ['4']]);
    for (const { message } of packed) expect(JSON.stringify(message).length).toBeLessThan(256 * 1024);
  });

  test('packArchived loses none of many small events, and makes nothing of none', () => {
    const packed = packArchived(Array.from({ length: 5_001 }, (_, index) => toArchive(`e${index}`)));
    expect(packed.flatMap(({ events }) => events.map(({ id }) => id))).toHaveLength(5_001);
    expect(packed).toHaveLength(6);
    expect(packArchived([])).toEqual([]);
  });
});
