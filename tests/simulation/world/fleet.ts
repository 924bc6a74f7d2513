import { type FunctionName, functionLimits } from '#infra/function-limits.ts';
import { type CodeAge, codeAgeAt, isRetired } from './deployment.ts';
import { type Invocation, nameOf } from './invocation.ts';
import type { World } from './world.ts';

/** How an invocation ended: with an answer, with an error, or without a word. */
export type Outcome<Answer> =
  | { readonly kind: 'answered'; readonly answer: Answer }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'crashed' };

/** What a handler is built in: whose it is, its code's age, and the invocation that runs in it. */
export type Container = {
  readonly functionName: FunctionName;
  readonly age: CodeAge;
  readonly running: () => Invocation;
};

/** The containers of one function. */
export type Fleet<Handler> = {
  /** Runs a handler in a container, and tells how that ended. */
  invoke<Answer>(
    work: (handle: Handler) => Promise<Answer>,
    isSpared: boolean,
    done: (outcome: Outcome<Answer>) => void,
  ): void;
  /** How many invocations are under way. */
  running(): number;
};

type Slot<Handler> = { readonly age: CodeAge; readonly handle: Handler; invocation: Invocation | null };

/** The share of invocations for which a container is started although one is idle. */
const coldShare = 0.1;

/** Makes the fleet of a function; `build` starts a container: what it builds lives until the container crashes. */
export function createFleet<Handler>(
  world: World,
  functionName: FunctionName,
  build: (container: Container) => Handler,
): Fleet<Handler> {
  const { random, faults, scheduler } = world;
  let idle: Slot<Handler>[] = [];
  let running = 0;
  let invocations = 0;
  let usualCalls = 3;

  const start = (age: CodeAge): Slot<Handler> => {
    const current = () => {
      if (slot.invocation === null) throw new Error(`Cannot call from ${functionName}: no invocation has begun`);
      return slot.invocation;
    };
    const slot: Slot<Handler> = { age, handle: build({ functionName, age, running: current }), invocation: null };
    return slot;
  };
  const take = (isSpared: boolean): Slot<Handler> => {
    idle = idle.filter((slot) => !isRetired(world, slot.age));
    const age = codeAgeAt(world, isSpared);
    const fitting = idle.filter((slot) => slot.age === age);
    if (fitting.length === 0 || random.chance(coldShare)) return start(age);
    const slot = random.pick(fitting);
    idle.splice(idle.indexOf(slot), 1);
    return slot;
  };

  return {
    running: () => running,
    invoke(work, isSpared, done) {
      const slot = take(isSpared);
      invocations += 1;
      running += 1;
      const crashes = !isSpared && faults.isOn() && random.chance(faults.rates.crash);
      const end = (state: 'answered' | 'dead', outcome: Parameters<typeof done>[0]) => {
        invocation.state = state;
        running -= 1;
        usualCalls = Math.max(2, invocation.calls);
        done(outcome);
      };
      const die = (fault: string) => {
        if (invocation.state !== 'running') return;
        faults.count(fault);
        world.trace?.(`${nameOf(invocation)} dies: ${fault}`);
        end('dead', { kind: 'crashed' });
      };
      const invocation: Invocation = {
        number: invocations,
        functionName,
        isSpared,
        state: 'running',
        calls: 0,
        // One of the calls of the invocation before, or right before the answer.
        crashesAt: crashes ? 1 + random.below(usualCalls + 1) : Number.POSITIVE_INFINITY,
        crashesAfterEffect: random.chance(0.5),
        die,
      };
      slot.invocation = invocation;
      world.trace?.(`${nameOf(invocation)} begins (${slot.age} code)`);
      const finish = (outcome: Parameters<typeof done>[0]) => {
        if (invocation.state !== 'running') return;
        if (crashes) return die(`crash before the answer of ${functionName}`);
        world.trace?.(`${nameOf(invocation)} has ${outcome.kind}`);
        idle.push(slot);
        end('answered', outcome);
      };
      scheduler.after(functionLimits[functionName].timeoutSeconds * 1000, () => die(`timeout of ${functionName}`));
      scheduler.stir();
      const run = async () => work(slot.handle);
      run().then(
        (answer) => finish({ kind: 'answered', answer }),
        (error: unknown) => finish({ kind: 'failed', error }),
      );
    },
  };
}
