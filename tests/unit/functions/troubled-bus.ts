import * as fc from 'fast-check';
import type { Transition } from '#contracts/transition.ts';
import type { UnpublishedWrite } from '#functions/announce/next-requests.ts';
import { refuseLargerRequest, type TransitionPublisher } from '#ports/transition-publisher.ts';
import { exampleTransition } from '../../contract/example-records.ts';

/** Writes of three customers in the order of the stream: of whom, and how many transitions each announces. */
export const batches = fc
  .array(fc.tuple(fc.constantFrom('ada', 'bob', 'eve'), fc.nat({ max: 13 })), { maxLength: 12 })
  .map((drawn) =>
    drawn.map(([customerId, size], index): UnpublishedWrite => {
      const transition = (_: unknown, at: number) =>
        exampleTransition({ tenant: 'shop', customerId }, index + 1, `segment-${at}`);
      return { sequenceNumber: `sequence ${index}`, transitions: Array.from({ length: size }, transition) };
    }),
  );

/** What becomes of an entry, or of the answer to a request, in turn; at the end of the list it starts anew. */
const fates = <T>(...outcomes: T[]) => fc.array(fc.constantFrom(...outcomes), { minLength: 1, maxLength: 40 });
export const troubles = fc.record({
  entries: fates('taken', 'taken', 'refused'),
  requests: fates('answered', 'answered', 'answered', 'lost on the way there', 'lost on the way back'),
  slowness: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 20 }),
});
export type Troubles = typeof troubles extends fc.Arbitrary<infer T> ? T : never;

export const takesAll: Troubles = { entries: ['taken'], requests: ['answered'], slowness: [0] };

function inTurn<T>(list: readonly T[]): () => T {
  let turn = 0;
  return () => {
    const one = list[turn % list.length];
    turn += 1;
    if (one === undefined) throw new Error('Cannot take turns: the list is empty');
    return one;
  };
}

/** A bus with troubles that remembers what it was sent, what it took first, and what it said that it took. */
export function createTroubledBus({ entries, requests, slowness }: Troubles) {
  const nextEntry = inTurn(entries);
  const nextRequest = inTurn(requests);
  const nextSlowness = inTurn(slowness);
  let isHealed = false;
  const sent: Transition[][] = [];
  const sentTimes = new Map<string, number>();
  const confirmed = new Set<string>();
  const tookFirst = new Map<string, Transition>();
  /** For each transition that was sent, what had been confirmed by then. */
  const confirmedBefore = new Map<string, ReadonlySet<string>>();
  const publisher: TransitionPublisher = {
    async publish(transitions) {
      refuseLargerRequest(transitions);
      sent.push([...transitions]);
      const now = new Set(confirmed);
      for (const { id } of transitions) {
        sentTimes.set(id, (sentTimes.get(id) ?? 0) + 1);
        if (!confirmedBefore.has(id)) confirmedBefore.set(id, now);
      }
      for (let ticks = nextSlowness(); ticks > 0; ticks -= 1) await Promise.resolve();
      const fate = isHealed ? 'answered' : nextRequest();
      if (fate === 'lost on the way there') throw new Error(fate);
      const took = transitions.filter(() => isHealed || nextEntry() === 'taken');
      for (const one of took) if (!tookFirst.has(one.id)) tookFirst.set(one.id, one);
      if (fate === 'lost on the way back') throw new Error(fate);
      for (const { id } of took) confirmed.add(id);
      return new Set(transitions.filter((one) => !took.includes(one)).map((one) => one.id));
    },
  };
  const heal = () => {
    isHealed = true;
  };
  return { publisher, sent, sentTimes, confirmed, tookFirst, confirmedBefore, heal };
}
