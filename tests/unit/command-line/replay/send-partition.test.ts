import { expect, test } from 'vitest';
import { createMemoryMessageQueue } from '#adapters/memory/memory-message-queue.ts';
import { canonicalEventSchema } from '#contracts/canonical-event.ts';
import { type ArchivedBatchMessage, archivedBatchMessageSchema } from '#contracts/queue-message.ts';
import type { OwnedEvent } from '#infra/command-line/replay/replay-spool.ts';
import { sendPartition } from '#infra/command-line/replay/send-partition.ts';
import { exampleEvent, nowMs, tenant } from '../../functions/example-events.ts';

/** An event of one of many imports, each with a "now" of its own; every fifth is live. */
function owned(index: number): OwnedEvent {
  const asOfMs = index % 5 === 0 ? null : nowMs + (index % 700);
  const about = { source: 'import/shop', correlationId: 'import/shop/1', mode: 'replay', asOfMs } as const;
  return { owner: 'ada', customer: 'ada', event: { ...exampleEvent(`e${index}`), ...about } };
}

test('sendPartition sends each event once under its own clock, and reads events of hundreds of clocks only once', async () => {
  const queue = createMemoryMessageQueue<ArchivedBatchMessage>();
  let reads = 0;
  const events = Array.from({ length: 12_000 }, (_, index) => owned(index));
  const partition = {
    *[Symbol.iterator]() {
      reads += 1;
      yield* events;
    },
  };
  let acknowledged = 0;
  await sendPartition(
    {
      destination: {
        queue,
        relations: createMemoryMessageQueue(),
        depth: async () => 0,
        seeThrough: async () => ({ drained: true, problem: null }),
      },
      tenant,
      correlationId: 'replay/1',
      keepsAccounts: false,
      signal: new AbortController().signal,
      onAcknowledged: (count) => {
        acknowledged += count;
      },
    },
    partition,
  );
  const clocks = new Map<string, number | null>();
  for (const body of queue.take()) {
    const { clock, events: sent } = archivedBatchMessageSchema.parse(JSON.parse(body));
    if (clock.mode !== 'replay') throw new Error('It was sent as live');
    for (const { id } of sent.map((event) => canonicalEventSchema.parse(event))) {
      expect(clocks.has(id)).toBe(false);
      clocks.set(id, clock.asOfMs);
    }
  }
  expect(reads).toBe(1);
  expect(acknowledged).toBe(events.length);
  expect(clocks).toEqual(new Map(events.map(({ event }) => [event.id, event.asOfMs])));
});
