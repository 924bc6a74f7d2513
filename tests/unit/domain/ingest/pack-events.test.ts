import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { eventBatchMessageSchema } from '#contracts/queue-message.ts';
import { maximumPackedBytes, maximumPackedEvents, packEvents } from '#domain/ingest/pack-events.ts';
import { exampleEvent } from '../example-event.ts';

/** What every SQS queue takes. */
const queueLimitBytes = 256 * 1024;
const envelope = { tenant: 'shop', source: 'web', correlationId: 'request-1', clock: { mode: 'live' } } as const;

function sized(bytes: readonly number[]) {
  return bytes.map((length, index) => exampleEvent({ id: `e${index}`, properties: { note: 'ä'.repeat(length / 2) } }));
}

describe('packEvents', () => {
  test('packEvents loses nothing, keeps the order, and stays below what a queue takes', () => {
    const sizes = fc.array(fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 33_000 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(sizes, (bytes) => {
        const events = sized(bytes);
        const messages = packEvents({ ...envelope, events });
        expect(messages.flatMap((message) => message.events)).toEqual(events);
        for (const message of messages) {
          expect(Buffer.byteLength(JSON.stringify(message))).toBeLessThan(queueLimitBytes);
          expect(eventBatchMessageSchema.safeParse(message).success).toBe(true);
        }
        // As few as their size allows: two neighbours never fit into one.
        for (const [index, message] of messages.entries()) {
          const both = [...message.events, ...(messages[index + 1]?.events.slice(0, 1) ?? [])];
          if (both.length > message.events.length) {
            const bothBytes = both.reduce((sum: number, one) => sum + Buffer.byteLength(JSON.stringify(one)) + 1, 0);
            expect(bothBytes).toBeGreaterThan(maximumPackedBytes);
          }
        }
      }),
    );
  });

  test('packEvents closes a message after 2,500 events', () => {
    const events = Array.from({ length: maximumPackedEvents + 1 }, (_, index) => ({
      ...exampleEvent({ id: `${index}` }),
      tenant: 's',
      name: 'n',
    }));
    const tiny = events.map(({ id }) =>
      Object.assign(exampleEvent({ id, name: 'n' }), { context: {}, properties: {} }),
    );
    const counts = packEvents({ ...envelope, events: tiny }).map((message) => message.events.length);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(maximumPackedEvents + 1);
    expect(Math.max(...counts)).toBeLessThanOrEqual(maximumPackedEvents);
  });

  test('packEvents measures nothing where it is known that everything fits into one message', () => {
    const events = sized([100, 200]);
    expect(packEvents({ ...envelope, events }, maximumPackedBytes)).toEqual(packEvents({ ...envelope, events }));
    const many = sized(Array.from({ length: 20 }, () => 33_000));
    expect(packEvents({ ...envelope, events: many }, maximumPackedBytes + 1).length).toBeGreaterThan(1);
    const tiny = Array.from({ length: maximumPackedEvents + 1 }, (_, index) => exampleEvent({ id: `${index}` }));
    expect(packEvents({ ...envelope, events: tiny }, 0).length).toBeGreaterThan(1);
  });

  test('packEvents makes no message of no events', () => {
    expect(packEvents({ ...envelope, events: [] })).toEqual([]);
  });
});
