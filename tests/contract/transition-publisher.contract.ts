import { describe, expect, test } from 'vitest';
import type { Transition } from '#contracts/transition.ts';
import type { TransitionPublisher } from '#ports/transition-publisher.ts';
import { exampleTransition, newCustomer } from './example-records.ts';

/** Opens a bus that takes `mostTaken` transitions and refuses the rest, with a way to see what it took. */
export type OpenTransitionPublisher = (mostTaken: number) => Promise<{
  readonly publisher: TransitionPublisher;
  readonly published: () => readonly Transition[];
}>;

const customer = newCustomer();
const transitions = (count: number): Transition[] =>
  Array.from({ length: count }, (_, index) => exampleTransition(customer, index + 1, `é-${index}`));

/** What every publisher does, whatever it is made of. */
export function describeTransitionPublisher(name: string, open: OpenTransitionPublisher): void {
  describe(name, () => {
    test.each([0, 1, 10, 25])(`${name} publish puts %i transitions on the bus, in order`, async (count) => {
      const { publisher, published } = await open(100);
      expect(await publisher.publish(transitions(count))).toEqual(new Set());
      expect(published()).toEqual(transitions(count));
    });

    test(`${name} publish gives the ids of exactly those that the bus did not take`, async () => {
      const { publisher, published } = await open(13);
      const all = transitions(25);
      const refused = await publisher.publish(all);
      expect(refused).toEqual(new Set(all.slice(13).map((transition) => transition.id)));
      expect(published()).toEqual(all.slice(0, 13));
    });

    test(`${name} publish may be repeated with those that were refused`, async () => {
      const { publisher } = await open(0);
      const [first] = transitions(1);
      expect(first).toBeDefined();
      expect(await publisher.publish(transitions(1))).toEqual(new Set([first?.id]));
      expect(await publisher.publish(transitions(1))).toEqual(new Set([first?.id]));
    });
  });
}
