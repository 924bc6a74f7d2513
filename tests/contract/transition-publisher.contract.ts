import { describe, expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import { maximumRequestBytes, publishedBytes, type TransitionPublisher } from '#ports/transition-publisher.ts';
import { exampleTransition, newCustomer } from './example-records.ts';

/** Opens a bus that refuses transitions of these segments and takes the others, with a way to see what it took. */
export type OpenTransitionPublisher = (refusedSegments: readonly string[]) => Promise<{
  readonly publisher: TransitionPublisher;
  readonly published: () => readonly Transition[];
}>;

const customer = newCustomer();
const transitions = (count: number): Transition[] =>
  Array.from({ length: count }, (_, index) => exampleTransition(customer, index + 1, `é-${index}`));

/** So many transitions that weigh so much together. */
function weighing(count: number, bytes: number): Transition[] {
  const [first, ...others] = transitions(count);
  if (first === undefined) throw new Error('Cannot weigh no transition');
  const missing = bytes - [first, ...others].reduce((sum, one) => sum + publishedBytes(one), 0);
  return [{ ...first, why: { ...first.why, rule: first.why.rule + '!'.repeat(missing) } }, ...others];
}

/** What every publisher does, whatever it is made of. */
export function describeTransitionPublisher(name: string, open: OpenTransitionPublisher): void {
  describe(name, () => {
    test.each([0, 1, 10])(`${name} publish puts %i transitions on the bus, in order`, async (count) => {
      const { publisher, published } = await open([]);
      expect(await publisher.publish(transitions(count))).toEqual(new Set());
      expect(published()).toEqual(transitions(count));
    });

    test(`${name} publish gives the ids of exactly those that the bus did not take, in the midst of others`, async () => {
      const { publisher, published } = await open(['é-0', 'é-4', 'é-5', 'é-9']);
      const all = transitions(10);
      const refused = [0, 4, 5, 9].flatMap((index) => all[index] ?? []);
      expect(await publisher.publish(all)).toEqual(new Set(refused.map((transition) => transition.id)));
      expect(published()).toEqual(all.filter((transition) => !refused.includes(transition)));
    });

    test(`${name} publish may be repeated with those that were refused, and with those that were taken`, async () => {
      const { publisher, published } = await open(['é-1']);
      const all = transitions(2);
      expect(await publisher.publish(all)).toEqual(new Set(all.slice(1).map((transition) => transition.id)));
      expect(await publisher.publish(all.slice(1))).toEqual(new Set(all.slice(1).map((transition) => transition.id)));
      expect(await publisher.publish(all.slice(0, 1))).toEqual(new Set());
      expect(published().map((transition) => transition.id)).toEqual([all[0]?.id, all[0]?.id]);
    });

    test(`${name} publish takes a request of the size that it promises, and a single transition above it`, async () => {
      const { publisher, published } = await open([]);
      const largest = weighing(10, maximumRequestBytes);
      const single = weighing(1, maximumRequestBytes + 1);
      expect(await publisher.publish(largest)).toEqual(new Set());
      expect(await publisher.publish(single)).toEqual(new Set());
      expect(published()).toEqual([...largest, ...single]);
    });

    test(`${name} publish throws at a request that is too large, and puts nothing of it on the bus`, async () => {
      const { publisher, published } = await open([]);
      await expect(publisher.publish(transitions(11))).rejects.toThrow(
        'Cannot publish 11 transitions in one request: at most 10',
      );
      await expect(publisher.publish(weighing(2, maximumRequestBytes + 1))).rejects.toThrow(
        `Cannot publish ${maximumRequestBytes + 1} bytes in one request: at most ${maximumRequestBytes}`,
      );
      expect(published()).toEqual([]);
    });
  });
}
