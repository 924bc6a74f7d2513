import type { Transition } from '#contracts/transition.ts';
import { maximumRequestBytes, maximumTransitionsPerRequest, publishedBytes } from '#ports/transition-publisher.ts';

/** What is left to publish of one write of a profile. */
export type UnpublishedWrite = { readonly sequenceNumber: string; readonly transitions: readonly Transition[] };

/** Whose transition it is. */
export function subjectOf({ tenant, customerId }: Transition): string {
  return JSON.stringify([tenant, customerId]);
}

/** Fills requests one after the other, none above what the bus takes. */
function fill(transitions: readonly Transition[]): Transition[][] {
  const requests: Transition[][] = [];
  let bytes = 0;
  for (const transition of transitions) {
    const size = publishedBytes(transition);
    const last = requests.at(-1);
    if (last === undefined || last.length === maximumTransitionsPerRequest || bytes + size > maximumRequestBytes) {
      requests.push([transition]);
      bytes = size;
    } else {
      last.push(transition);
      bytes += size;
    }
  }
  return requests;
}

/**
 * The requests that may go out now, beside each other: of each customer what is left of its earliest write, and nothing of a
 * later one, because a bus that takes some entries of a request and refuses others would turn their order round. Customers
 * who are waiting are left out. `left` is in the order of the stream.
 */
export function nextRequests(left: readonly UnpublishedWrite[], waiting: ReadonlySet<string>): Transition[][] {
  const earliest = new Map<string, readonly Transition[]>();
  for (const { transitions } of left) {
    const [first] = transitions;
    if (first === undefined) continue;
    const subject = subjectOf(first);
    if (!waiting.has(subject) && !earliest.has(subject)) earliest.set(subject, transitions);
  }
  return fill([...earliest.values()].flat());
}

/** What is left once the bus has taken the transitions of these ids. */
export function withoutTaken(left: readonly UnpublishedWrite[], taken: ReadonlySet<string>): UnpublishedWrite[] {
  return left.flatMap(({ sequenceNumber, transitions }) => {
    const still = transitions.filter((transition) => !taken.has(transition.id));
    return still.length === 0 ? [] : [{ sequenceNumber, transitions: still }];
  });
}
