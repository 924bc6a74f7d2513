import type { DueItem } from '#ports/wake-index.ts';
import type { SentLately } from './sent-lately.ts';
import type { WakeDependencies } from './wake-dependencies.ts';
import { profileMessages, runMessages } from './wake-messages.ts';

/** How long a tick hands on what is due: it has 50 seconds, and a round takes a few. The rest is still due at the next tick. */
export const busyMs = 40_000;

/**
 * Up to so many are simply woken at every tick until somebody has looked at them. Where more are due, they are more than is
 * worked off by the next tick: what was sent in the last minutes is under way, and sending it again would only make the way longer.
 */
export const wokenAgainUpTo = 20_000;

type Waking = Omit<WakeDependencies, 'index'> & { readonly sentLately: SentLately };

/** Hands items to their queues, and remembers it once they have them. */
async function send({ profileQueue, runQueue, clock, observer, sentLately }: Waking, due: readonly DueItem[]) {
  await Promise.all([profileQueue.send(profileMessages(due)), runQueue.send(runMessages(due))]);
  sentLately.add(due, clock());
  observer.count('Woken', due.length);
  return due.length;
}

/** Hands on rounds of what is due, in their order, until none is left or the time is over. Returns how many it sent. */
export async function wakeRounds(waking: Waking, rounds: AsyncIterable<DueItem[]>): Promise<number> {
  const startMs = waking.clock();
  const underWay: DueItem[] = [];
  let found = 0;
  let woken = 0;
  for await (const round of rounds) {
    const parts = Map.groupBy(round, (item) => waking.sentLately.has(item));
    found += round.length;
    woken += await send(waking, parts.get(false) ?? []);
    if (found <= wokenAgainUpTo) underWay.push(...(parts.get(true) ?? []));
    if (waking.clock() - startMs >= busyMs) break;
  }
  return found <= wokenAgainUpTo ? woken + (await send(waking, underWay)) : woken;
}
