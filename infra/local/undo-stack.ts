/** Ends what was started, the last first. */
export type UndoStack = {
  readonly add: (undo: () => Promise<void>) => void;
  /** Runs every step once, also after one failed. @throws AggregateError of the failures. */
  readonly run: () => Promise<void>;
};

/** Makes an empty stack. */
export const createUndoStack = (): UndoStack => {
  const steps: (() => Promise<void>)[] = [];
  let running: Promise<void> | undefined;
  const runAll = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
      try {
        await step();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Cannot end everything that was started');
  };
  return {
    add: (undo) => {
      steps.push(undo);
    },
    run: () => {
      running ??= runAll();
      return running;
    },
  };
};
