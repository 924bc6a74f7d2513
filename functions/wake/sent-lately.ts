import { hash } from 'node:crypto';
import type { DueItem } from '#ports/wake-index.ts';

/** For so long at least, and at most twice as long, a process remembers what it has sent. */
const generationMs = 150_000;

/** Most items that are remembered at once, some 50 bytes each: beyond, the oldest are forgotten early, and sent once more. */
const mostRemembered = 2_000_000;

/** 48 bits: of a million items, one in 500 times, one would be taken for another and wait for some minutes. */
function fingerprint({ tenant, customerId, runId, dueMs }: DueItem): number {
  return Number.parseInt(hash('sha1', JSON.stringify([tenant, customerId, runId, dueMs]), 'hex').slice(0, 12), 16);
}

/** What a process has sent in the last minutes. Who forgets, or starts anew, sends again, which is harmless. */
export type SentLately = {
  readonly has: (item: DueItem) => boolean;
  readonly add: (items: readonly DueItem[], nowMs: number) => void;
  /** Forgets what was sent long ago. */
  readonly age: (nowMs: number) => void;
};

export function createSentLately(): SentLately {
  let current = new Set<number>();
  let previous = new Set<number>();
  let sinceMs = Number.NEGATIVE_INFINITY;
  const turn = (nowMs: number) => {
    // After a pause of two generations both are old.
    previous = nowMs - sinceMs < 2 * generationMs ? current : new Set();
    current = new Set();
    sinceMs = nowMs;
  };
  return {
    has: (item) => {
      if (current.size === 0 && previous.size === 0) return false;
      const print = fingerprint(item);
      return current.has(print) || previous.has(print);
    },
    add: (items, nowMs) => {
      for (const item of items) {
        if (current.size >= mostRemembered / 2) turn(nowMs);
        current.add(fingerprint(item));
      }
    },
    age: (nowMs) => {
      if (nowMs - sinceMs >= generationMs) turn(nowMs);
    },
  };
}
