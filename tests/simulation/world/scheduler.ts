/** Virtual time, and what happens in it: one thing at a time, in the order of time and, at one time, of scheduling. */
export type Scheduler = {
  /** Milliseconds since 1970, with fractions. */
  nowMs(): number;
  /** What a clock of the product would show: whole milliseconds. */
  readonly clock: () => number;
  /** Runs a step at a time; at once, if that is past. */
  at(timeMs: number, step: () => void): void;
  after(delayMs: number, step: () => void): void;
  /** Says that this step has set promises free: whatever follows from them happens before the next step. */
  stir(): void;
  /** Runs steps until none is left. Throws, saying what `left` says, after `maximumSteps`. */
  drain(maximumSteps: number, left: () => string): Promise<void>;
};

type Entry = { readonly timeMs: number; readonly sequence: number; readonly step: () => void };

const isBefore = (a: Entry, b: Entry) => a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.sequence < b.sequence);

/**
 * Lets everything go on that the last step has set free: promises and what follows from them, however many hops. Source:
 * Node.js, "The Node.js event loop": what a promise job gives to `nextTick` runs once no promise job is left. It takes a
 * tenth of the time of a turn of the event loop, which nothing here needs: no step waits for the world outside.
 */
const settle = () => new Promise<void>((done) => process.nextTick(done));

/** A binary heap: the earliest entry on top. */
function createHeap() {
  const entries: Entry[] = [];
  const siftUp = (entry: Entry) => {
    let position = entries.length;
    while (position > 0) {
      const above = (position - 1) >> 1;
      const parent = entries[above];
      if (parent === undefined || !isBefore(entry, parent)) break;
      entries[position] = parent;
      position = above;
    }
    entries[position] = entry;
  };
  const siftDown = (entry: Entry) => {
    let position = 0;
    for (;;) {
      const left = entries[2 * position + 1];
      const right = entries[2 * position + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, entry)) break;
      entries[position] = child;
      position = 2 * position + (isRight ? 2 : 1);
    }
    entries[position] = entry;
  };
  return {
    push: siftUp,
    pop(): Entry | undefined {
      const top = entries[0];
      const last = entries.pop();
      if (last !== undefined && entries.length > 0) siftDown(last);
      return top;
    },
  };
}

/** Makes a scheduler whose time begins at `startMs`. */
export function createScheduler(startMs: number): Scheduler {
  const heap = createHeap();
  let nowMs = startMs;
  let sequence = 0;
  let steps = 0;
  let isStirred = false;
  const at = (timeMs: number, step: () => void) => {
    sequence += 1;
    heap.push({ timeMs: Math.max(timeMs, nowMs), sequence, step });
  };
  return {
    nowMs: () => nowMs,
    clock: () => Math.floor(nowMs),
    at,
    after: (delayMs, step) => at(nowMs + delayMs, step),
    stir() {
      isStirred = true;
    },
    async drain(maximumSteps, left) {
      for (;;) {
        if (isStirred) {
          isStirred = false;
          await settle();
        }
        const entry = heap.pop();
        if (entry === undefined) return;
        steps += 1;
        if (steps > maximumSteps) throw new Error(`Cannot drain the run in ${maximumSteps} steps: ${left()}`);
        nowMs = entry.timeMs;
        entry.step();
      }
    },
  };
}
