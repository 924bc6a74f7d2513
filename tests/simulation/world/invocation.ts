import type { FunctionName } from '#infra/function-limits.ts';
import type { World } from './world.ts';

/** One run of a function in a container. */
export type Invocation = {
  readonly number: number;
  readonly functionName: FunctionName;
  /** Whether it is spared everything that goes wrong. */
  readonly isSpared: boolean;
  /** `dead`: it crashed or ran out of time. Nothing it awaits ever comes, what it has sent may still take effect. */
  state: 'running' | 'answered' | 'dead';
  /** How many things it has awaited. */
  calls: number;
  /** The number of the call at which it crashes, 1 for the first; `Infinity` if it does not. */
  readonly crashesAt: number;
  readonly crashesAfterEffect: boolean;
  /** Ends it, and says of what. */
  readonly die: (fault: string) => void;
};

/** What an invocation is called in the trace. */
export function nameOf({ functionName, number }: Invocation): string {
  return `${functionName}#${number}`;
}

/** Counts a call; true if the invocation crashes right before it. */
export function crashesBefore(invocation: Invocation, what: string): boolean {
  invocation.calls += 1;
  if (invocation.calls !== invocation.crashesAt || invocation.crashesAfterEffect) return false;
  invocation.die(`crash before ${what}`);
  return true;
}

/** Pauses for a handler, in virtual time; a crash can hit it. */
export function pauseOf(world: World, running: () => Invocation): (milliseconds: number) => Promise<void> {
  return (milliseconds) =>
    new Promise((resolve) => {
      const invocation = running();
      if (invocation.state === 'dead' || crashesBefore(invocation, 'pause')) return;
      const call = invocation.calls;
      world.scheduler.after(milliseconds, () => {
        if (invocation.state === 'dead') return;
        if (call === invocation.crashesAt) invocation.die('crash after pause');
        else resolve();
        world.scheduler.stir();
      });
    });
}
