/** Gives things back in the order of their time, and of their arrival where times are equal. */
export type TimeQueue<T> = {
  add(timeMs: number, value: T): void;
  /** Takes the earliest if it is not later than `untilMs`, else null. */
  takeUntil(untilMs: number): { readonly timeMs: number; readonly value: T } | null;
};

type Entry<T> = { readonly timeMs: number; readonly arrival: number; readonly value: T };

/** Makes an empty queue: a binary heap. */
export function createTimeQueue<T>(): TimeQueue<T> {
  const heap: Entry<T>[] = [];
  let arrivals = 0;

  const isBefore = (a: Entry<T>, b: Entry<T>): boolean =>
    a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.arrival < b.arrival);

  const rise = (entry: Entry<T>): void => {
    let index = heap.length;
    heap.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || !isBefore(entry, parent)) break;
      heap[index] = parent;
      index = parentIndex;
    }
    heap[index] = entry;
  };

  const sink = (entry: Entry<T>): void => {
    let index = 0;
    for (;;) {
      const left = heap[2 * index + 1];
      if (left === undefined) break;
      const right = heap[2 * index + 2];
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (!isBefore(child, entry)) break;
      heap[index] = child;
      index = 2 * index + (isRight ? 2 : 1);
    }
    heap[index] = entry;
  };

  return {
    add: (timeMs, value) => {
      arrivals += 1;
      rise({ timeMs, arrival: arrivals, value });
    },
    takeUntil: (untilMs) => {
      const [first] = heap;
      if (first === undefined || first.timeMs > untilMs) return null;
      const last = heap.pop();
      if (last !== undefined && heap.length > 0) sink(last);
      return first;
    },
  };
}
