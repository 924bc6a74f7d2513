import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MessageQueue } from '#ports/message-queue.ts';

export type ExampleMessage = { readonly index: number; readonly text: string };

/** Opens an empty queue, with a way to take everything out of it. */
export type OpenMessageQueue = () => Promise<{
  readonly queue: MessageQueue<ExampleMessage>;
  readonly take: () => Promise<readonly string[]>;
}>;

/** Bodies that were taken, as values, in the order of their index: queues do not promise an order. */
function read(bodies: readonly string[]): unknown[] {
  const indexOf = (value: unknown) =>
    typeof value === 'object' && value !== null && 'index' in value ? Number(value.index) : Number.NaN;
  return bodies.map((body): unknown => JSON.parse(body)).toSorted((a, b) => indexOf(a) - indexOf(b));
}

const messages = (count: number, text = '') => Array.from({ length: count }, (_, index) => ({ index, text }));

/** What every queue does, whatever it is made of. */
export function describeMessageQueue(name: string, open: OpenMessageQueue): void {
  describe(name, () => {
    test.each([0, 1, 10, 11, 35])(`${name} send stores each of %i messages once`, async (count) => {
      const { queue, take } = await open();
      await queue.send(messages(count));
      expect(read(await take())).toEqual(messages(count));
    });

    test(`${name} send stores many messages that are too large to travel together`, async () => {
      const { queue, take } = await open();
      const large = messages(12, 'é'.repeat(50_000));
      await queue.send(large);
      expect(read(await take())).toEqual(large);
    });

    test(`${name} send stores a message of the largest size, to the byte`, async () => {
      const { queue, take } = await open();
      const envelope = Buffer.byteLength(JSON.stringify({ index: 0, text: '' }));
      const largest = messages(1, 'x'.repeat(256 * 1024 - envelope));
      await queue.send(largest);
      expect(read(await take())).toEqual(largest);
    });

    test(`${name} send throws on a message above the largest size, and stores none of the call`, async () => {
      const { queue, take } = await open();
      const tooLarge = [...messages(3), { index: 4, text: 'x'.repeat(256 * 1024) }];
      await expect(queue.send(tooLarge)).rejects.toThrow(/^Cannot send a message: \d+ bytes, SQS takes 262144$/);
      expect(await take()).toEqual([]);
    });

    test(`${name} send keeps every character`, async () => {
      const { queue, take } = await open();
      const odd =
        '\u0000\u0001\u0008\u000b\u001f\u007f\u0085\u2028\ud7ff\ue000\ufffd\ufffe\uffff\ud800 \udfff \u{1F980}';
      await queue.send(messages(2, odd));
      expect(read(await take())).toEqual(messages(2, odd));
      const texts = fc.array(fc.string({ unit: 'binary' }), { minLength: 1, maxLength: 12 });
      await fc.assert(
        fc.asyncProperty(texts, async (all) => {
          const sent = all.map((text, index) => ({ index, text }));
          await queue.send(sent);
          expect(read(await take())).toEqual(sent);
        }),
        { numRuns: 20 },
      );
    });
  });
}
