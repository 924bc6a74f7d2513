/** Runs tasks with at most `limit` of them under way; the others wait in order. */
export function createBoundedConcurrency(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  let firstWaiting = 0;
  return async (task) => {
    if (running < limit) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = waiting[firstWaiting];
      if (next === undefined) {
        running -= 1;
        waiting.length = 0;
        firstWaiting = 0;
      } else {
        // The place passes on. An index instead of shift(): the line may be long.
        firstWaiting += 1;
        next();
      }
    }
  };
}
