import { setImmediate as nextTurn } from 'node:timers/promises';

/** Waits that take no time: one invocation at a time is measured, as if every request had taken as long as it says. */
export type VirtualWaits = {
  wait(milliseconds: number): Promise<void>;
  /** Does work to its end. */
  measure<Result>(work: () => Promise<Result>): Promise<Measured<Result>>;
};

/** How long the waits lasted, overlapping ones once, how many there were, and the processor time of this thread. */
export type Measured<Result> = {
  readonly result: Result;
  readonly waits: number;
  readonly waitedMs: number;
  readonly processorMs: number;
};

const processorMsSoFar = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
};

/** Makes waits of its own; of one such object only one piece of work can be measured at a time. */
export function createVirtualWaits(): VirtualWaits {
  let nowMs = 0;
  let waits = 0;
  let timers: { readonly atMs: number; readonly fire: () => void }[] = [];

  const fireEarliest = (): void => {
    const atMs = Math.min(...timers.map((timer) => timer.atMs));
    const due = timers.filter((timer) => timer.atMs === atMs);
    timers = timers.filter((timer) => timer.atMs !== atMs);
    nowMs = atMs;
    for (const timer of due) timer.fire();
  };

  return {
    wait(milliseconds) {
      waits += 1;
      return new Promise((fire) => timers.push({ atMs: nowMs + milliseconds, fire }));
    },
    async measure(work) {
      nowMs = 0;
      waits = 0;
      const startedMs = processorMsSoFar();
      let isDone = false;
      const working = Promise.allSettled([work()]).finally(() => {
        isDone = true;
      });
      // A turn of the event loop lets everything go on that can without waiting.
      for (await nextTurn(); !isDone; await nextTurn()) {
        if (timers.length === 0)
          throw new Error('Cannot measure an invocation: it waits for something that has no wait');
        fireEarliest();
      }
      const [outcome] = await working;
      if (outcome.status === 'rejected') throw outcome.reason;
      return { result: outcome.value, waits, waitedMs: nowMs, processorMs: processorMsSoFar() - startedMs };
    },
  };
}

/** The same object, each of whose methods takes `milliseconds` longer, as a request over the network does. */
export function slowed<Port extends object>(port: Port, waits: VirtualWaits, milliseconds: number): Port {
  return new Proxy(port, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return async (...parameters: unknown[]): Promise<unknown> => {
        await waits.wait(milliseconds);
        return Reflect.apply(member, target, parameters);
      };
    },
  });
}
