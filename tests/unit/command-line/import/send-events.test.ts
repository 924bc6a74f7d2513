import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CanonicalEvent } from '#contracts/canonical-event.ts';
import { type EventBatchMessage, eventBatchMessageSchema } from '#contracts/queue-message.ts';
import { sendEvents } from '#infra/command-line/import/send-events.ts';

const events = (count: number): CanonicalEvent[] =>
  Array.from({ length: count }, (_, index) => ({
    tenant: 'shop',
    id: `event-${index}`,
    type: 'track',
    name: 'Order Completed',
    userId: `customer-${index % 7}`,
    anonymousId: null,
    accountId: null,
    timeMs: index,
    receivedMs: 1_000_000,
    properties: { total: 1 },
    context: {},
  }));

function harness(send: (messages: readonly EventBatchMessage[], call: number) => Promise<void>) {
  const controller = new AbortController();
  const seen = { calls: 0, inFlight: 0, mostInFlight: 0, acknowledged: 0, ids: new Set<string>() };
  const settings = {
    tenant: 'shop',
    source: 'test',
    correlationId: 'import/test',
    clock: { mode: 'replay' as const, asOfMs: 5 },
    signal: controller.signal,
    onAcknowledged: (count: number) => {
      seen.acknowledged += count;
    },
    queue: {
      async send(messages: readonly EventBatchMessage[]) {
        const call = seen.calls;
        seen.calls += 1;
        seen.inFlight += 1;
        seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight);
        try {
          await send(messages, call);
        } finally {
          seen.inFlight -= 1;
        }
        for (const message of messages) {
          for (const event of eventBatchMessageSchema.parse(message).events) {
            seen.ids.add((event as CanonicalEvent).id);
          }
        }
      },
    },
  };
  return { controller, seen, settings };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('sendEvents', () => {
  test('sendEvents sends every event once under the replay clock, with a bounded number under way', async () => {
    const { seen, settings } = harness(turn);
    await sendEvents(settings, events(20_001));
    expect(seen.acknowledged).toBe(20_001);
    expect(seen.ids.size).toBe(20_001);
    expect(seen.mostInFlight).toBeLessThanOrEqual(9);
    expect(seen.mostInFlight).toBeGreaterThan(1);
  });

  test('sendEvents acknowledges only what has no gap before it, whichever request fails', async () => {
    const failing = fc.integer({ min: 0, max: 16 });
    await fc.assert(
      fc.asyncProperty(failing, async (failed) => {
        const { seen, settings } = harness(async (_, call) => {
          await turn();
          if (call === failed) throw new Error('the queue is full');
        });
        await expect(sendEvents(settings, events(10_000))).rejects.toThrow('the queue is full');
        expect(seen.acknowledged).toBe(failed * 600);
        expect(seen.inFlight).toBe(0);
      }),
      { numRuns: 20 },
    );
  });

  test('sendEvents stops early when the signal fires, and knows what is stored', async () => {
    const { seen, settings, controller } = harness(async (_, call) => {
      await turn();
      if (call === 3) controller.abort();
    });
    await sendEvents(settings, events(20_000));
    expect(seen.acknowledged).toBeLessThan(20_000);
    expect(seen.acknowledged).toBe(seen.ids.size);
  });
});
