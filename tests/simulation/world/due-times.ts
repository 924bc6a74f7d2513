/** When the entries of the wake-up index are due, without asking the table. */
export type DueTimes = {
  /** An entry's time, or null once it has none. */
  set(key: string, dueMs: number | null): void;
  /** The earliest time; `Infinity` if there is none. */
  nextMs(): number;
};

/** Makes an empty list of due times. */
export function createDueTimes(): DueTimes {
  const times = new Map<string, number>();
  let nextMs = Number.POSITIVE_INFINITY;
  let isKnown = true;
  return {
    set(key, dueMs) {
      // Only the going of the earliest makes it necessary to look for another.
      if (times.get(key) === nextMs) isKnown = false;
      if (dueMs === null) times.delete(key);
      else times.set(key, dueMs);
      if (dueMs !== null && dueMs < nextMs) nextMs = dueMs;
    },
    nextMs() {
      if (!isKnown) {
        nextMs = Number.POSITIVE_INFINITY;
        for (const dueMs of times.values()) if (dueMs < nextMs) nextMs = dueMs;
        isKnown = true;
      }
      return nextMs;
    },
  };
}
