/** A wait that somebody else can end early. */
export type InterruptibleWait = {
  /** Resolves after the duration, or at the next `interrupt`; at once when one came since the last wait ended. */
  readonly waitMs: (durationMs: number) => Promise<void>;
  readonly interrupt: () => void;
};

/** Makes a wait for one waiter at a time. */
export const createInterruptibleWait = (): InterruptibleWait => {
  let interrupted = false;
  let wake: (() => void) | undefined;
  return {
    waitMs: (durationMs) => {
      if (interrupted) {
        interrupted = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const timer = setTimeout(end, durationMs);
        function end(): void {
          clearTimeout(timer);
          wake = undefined;
          interrupted = false;
          resolve();
        }
        wake = end;
      });
    },
    interrupt: () => {
      interrupted = true;
      wake?.();
    },
  };
};
